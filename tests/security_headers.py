"""What the headers of a response must say."""

from django.http import HttpResponse

SAME = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def policy_of(response: HttpResponse) -> dict[str, list[str]]:
    """The directives of its Content-Security-Policy."""
    parts = [part.split() for part in response["Content-Security-Policy"].split(";")]
    return {words[0]: words[1:] for words in parts if words}


def wrong_with(response: HttpResponse) -> list[str]:
    """What is missing or too weak among its headers; empty when all is well."""
    wrong = [name for name, value in SAME.items() if response.headers.get(name) != value]
    if "camera=()" not in response.headers.get("Permissions-Policy", ""):
        wrong.append("Permissions-Policy")
    if response.headers.get("X-Frame-Options") != "DENY":
        wrong.append("X-Frame-Options")
    policy = policy_of(response)
    for directive in ["object-src", "base-uri", "frame-ancestors"]:
        if policy.get(directive) != ["'none'"]:
            wrong.append(directive)
    if policy.get("default-src") != ["'self'"]:
        wrong.append("default-src")
    sources = {source for words in policy.values() for source in words}
    if {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:"} & sources:
        wrong.append("an unsafe source")
    return wrong


def is_private(response: HttpResponse) -> bool:
    said = response.headers.get("Cache-Control", "").split(", ")
    return {"private", "no-store"} <= set(said)
