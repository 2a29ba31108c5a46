"""What mentors call the things of a school, for a new installation; editors add their own."""

from .models import Synonym

FIRST = [
    "no-show, absent, absence, did not show up, does not come, stood me up",
    "student, mentee",
    "session, appointment, meeting, call",
    "move, reschedule, postpone, shift",
    "holiday, holidays, vacation, leave, day off",
    "ill, sick, sickness, illness",
    "pay, money, salary, fee, earn, wage, payday",
    "invoice, bill",
    "calendar, agenda, availability, free slot",
    "sign in, log in, login, connect",
    "code, digits",
    "junk, spam",
    "final session, defence, defense, presentation, jury",
    "assess, grade, mark, evaluate",
    "assessor, evaluator, examiner",
    "deliverable, hand-in, submission, upload",
    "contest, appeal, disagree, dispute",
    "pause, break, freeze",
    "quit, drop out, give up, resign, stop",
    "deadline, end date, extend",
    "reimbursement, refund, expenses",
    "silent, ghosted, no news, never replies, lost contact",
    "personal data, GDPR, privacy, confidential",
    "AI, ChatGPT, Copilot, generated, plagiarism, cheating",
    "disability, dyslexia, ADHD, deaf, blind, special arrangements",
    "manager, supervisor, boss",
    "recording, record, film",
    "browser, Chrome, Firefox, Safari, iPad, tablet",
    "notes, report, write-up, summary",
    "reply, answer, respond",
    "absence, absent, lapin, ne vient pas",
    "séance, rendez-vous, session",
    "reporter, déplacer, décaler, reprogrammer",
    "congés, vacances, congé",
    "facture, facturation",
    "paiement, virement, argent, salaire, rémunération",
    "étudiant, élève, mentoré, apprenant",
    "soutenance, jury, oral",
    "évaluateur, examinateur, correcteur",
    "livrable, rendu",
    "se connecter, connexion, identifiant",
    "abandonner, arrêter, quitter",
]


def create_first_synonyms() -> int:
    """Make those that are not there yet; how many were made."""
    known = set(Synonym.objects.values_list("words", flat=True))
    missing = [words for words in FIRST if words not in known]
    for words in missing:
        Synonym.objects.create(words=words)
    return len(missing)
