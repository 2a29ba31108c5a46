"""The one settings file. What differs from place to place comes from the environment.

`.env.example` lists every variable. With DEBUG on, each has a value that works on
a developer's machine; without, a missing or malformed one stops the process.
"""

from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from mentorhub import embedded, logs, providers, watching
from mentorhub.env import Env

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env.of_process()

# --- Where this runs -------------------------------------------------------------------------

DEBUG = env.flag("DEBUG", default=False)


def local(value: str) -> str | None:
    """A default that only a developer's machine has."""
    return value if DEBUG else None


SECRET_KEY = env.text(
    "SECRET_KEY",
    'at least 50 random characters, from: python -c "import secrets; print(secrets.token_urlsafe(50))"',
    local("for-development-only-for-development-only-for-development-only"),
    shortest=50,
)
SITE = env.site("SITE_URL", local("http://localhost:8000"))
SITE_URL = SITE.geturl().rstrip("/")
SECURE = SITE.scheme == "https"
ALLOWED_HOSTS = [SITE.hostname] if SITE.hostname else []
if SITE.hostname in {"localhost", "127.0.0.1"}:
    ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXIES = env.whole("TRUSTED_PROXIES", 0)
DATA_DIR = Path(env.text("DATA_DIR", "a folder to write to", str(embedded.DATA_DIR))).absolute()

CSRF_FAILURE_VIEW = "mentorhub.home.errors.csrf_failure"
ROOT_URLCONF = "mentorhub.urls"
WSGI_APPLICATION = "mentorhub.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_NAME = "MentorHub"

PROVIDERS = providers.of_environment(env)
WATCHING = watching.of_environment(env)
INSTALLED_APPS = [
    "mentorhub.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    *PROVIDERS.apps,
    "csp",
    "lucide",
    "mentorhub.paths",
    "mentorhub.relay",
    "mentorhub.people",
    "mentorhub.content",
    "mentorhub.mail",
    "mentorhub.search",
    "helpcenter",
    "guides",
    "contact",
    "mentorhub.health",
    "mentorhub.backup",
    "mentorhub.home",
]

MIDDLEWARE = [
    "mentorhub.logs.RequestIdMiddleware",
    "mentorhub.health.probes.ProbesMiddleware",
    "mentorhub.health.metrics.MetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "mentorhub.headers.HeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "mentorhub.headers.GateMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mentorhub.people.middleware.TimeZoneMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mentorhub.home.context.navigation",
            ],
            # With DEBUG a changed template shows at once; gunicorn's reloader watches Python only.
            "loaders": [
                loader if DEBUG else ("django.template.loaders.cached.Loader", [loader])
                for loader in [
                    "django.template.loaders.filesystem.Loader",
                    "django.template.loaders.app_directories.Loader",
                ]
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data ------------------------------------------------------------------------------------

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **env.database("DATABASE_URL", local(embedded.database_url())),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
# The web waits briefly for the database (wsgi.py sets both); tasks and migrations as long as it takes.
STATEMENT_SECONDS = env.whole("DATABASE_STATEMENT_SECONDS", 0)
LOCK_SECONDS = env.whole("DATABASE_LOCK_SECONDS", 0)
# Disks of today seek as fast as they read; a page gains nothing from processes started for one query.
DATABASES["default"]["OPTIONS"]["options"] = (
    f"-c statement_timeout={STATEMENT_SECONDS}s -c lock_timeout={LOCK_SECONDS}s"
    " -c random_page_cost=1.1 -c max_parallel_workers_per_gather=0"
)

SEARCH_MODEL = env.text("SEARCH_MODEL", "a folder with a model of package model2vec", "")

REDIS = env.redis("REDIS_URL", local(embedded.redis_url()))
# Never the broker's database: no page has anything to do there, and a cache may be emptied.
CACHE = env.redis("CACHE_URL", REDIS.next_database)
CACHES = {
    "default": {
        "BACKEND": "mentorhub.cache.SurvivingCache",
        "LOCATION": CACHE.cache_url,
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    },
    "fallback": {  # while Redis is away; createcachetable makes the table
        "BACKEND": "mentorhub.cache.CountingDatabaseCache",
        "LOCATION": "django_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # beyond it some are dropped, rate limits among them
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

STORAGES = {
    "default": providers.storage(env),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = DATA_DIR / "files"  # private: no URL leads there, views ask for permission first
MEDIA_URL = ""
CLAMAV_SOCKET = providers.virus_scanner(env)

# --- Language and time -----------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]  # French joins with its catalogue: half of a language is worse
FORMAT_MODULE_PATH = ["mentorhub.formats"]
TIME_ZONE = env.zone("TIME_ZONE", "Europe/Paris")

# --- People ----------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["mentorhub.people.backends.RolesBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
checks = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{checks}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": f"{checks}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"], "max_similarity": 0.8},
    },
    {"NAME": f"{checks}.CommonPasswordValidator"},
    {"NAME": f"{checks}.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:home"
STAFF_SECOND_FACTOR = env.flag("STAFF_SECOND_FACTOR", default=not DEBUG)
SIGNUP_OPEN = env.flag("SIGNUP_OPEN", default=False)
REQUESTS_AN_HOUR = env.whole("REQUESTS_AN_HOUR", 10, least=1)
SEARCHES_A_MINUTE = env.whole("SEARCHES_A_MINUTE", 60, least=1)

ACCOUNT_ADAPTER = "mentorhub.mail.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True  # twice; the code before is dead then
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60  # some mail servers make a new sender wait
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {
    "reset_password": "20/m/ip,5/h/key",
    "request_login_code": "20/m/ip,3/m/key,10/h/key",
}
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # keeps this session, ends the others
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE.scheme
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
PASSWORD_RESET_TIMEOUT = 60 * 60
MFA_ADAPTER = "mentorhub.people.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE

SOCIALACCOUNT_ADAPTER = "mentorhub.people.adapters.ProviderAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = PROVIDERS.settings

# --- Mail ------------------------------------------------------------------------------------

MAIL_SERVER = env.mail_server("EMAIL_URL", local("smtp://localhost:8025?tls=off"))
DEFAULT_FROM_EMAIL = env.sender("EMAIL_FROM", local("MentorHub <support@mentorhub.example>"))
# The outbox (mentorhub.mail) is the one door; anything that bypasses it fails loudly.
EMAIL_BACKEND = "mentorhub.mail.backends.RefusingBackend"
MAIL_LEASE_SECONDS = env.whole("MAIL_LEASE_SECONDS", 90, least=5)

# --- What happens later ----------------------------------------------------------------------

# A row whose task got lost is published again after this long.
RELAY_AGAIN_SECONDS = env.whole("RELAY_AGAIN_SECONDS", 60, least=1)
CELERY_BROKER_URL = REDIS.broker_url
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Above the hard limit, else a slow task would be handed out a second time.
    "visibility_timeout": env.whole("BROKER_VISIBILITY_SECONDS", 180, least=1),
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 10,
    "socket_connect_timeout": 5,
}

# --- Security --------------------------------------------------------------------------------

SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF, *PROVIDERS.origins],  # browsers follow a form's redirects with it
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2500  # a guide of 200 parts on one screen
DATA_UPLOAD_MAX_NUMBER_FILES = 20

LOGGING = logs.config(env.choice("LOG_FORMAT", ["plain", "json"]))
