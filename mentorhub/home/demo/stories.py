"""What the demo's mentors asked and were told. Each story begins some hours ago."""

from dataclasses import dataclass, field

WAIT, SOLVE, SEND, NOTE, REPLY, DONE = "wait", "solve", "send", "note", "reply", "done"
MARK = "mark"  # its text: a priority, and tags with commas between


@dataclass(frozen=True)
class Story:
    """A request: who asks, `hours_ago`; then acts as (hours later, act, text)."""

    who: str
    path: str
    topic: str
    subject: str
    body: str
    hours_ago: float
    project: int | None = None
    acts: list[tuple[float, str, str]] = field(default_factory=list)
    part: str = ""  # the anchor of what it is about in the project's guide


STORIES = [
    Story("amina", "Data Analyst", "project-content", "Can an assessor be the student's mentor?",
          "One of my students asks whether I could also assess her last project, since I know her work so well. I am not an assessor yet. Is that allowed at all?",
          310, 5, [(3, SOLVE, "Hello Amina,\n\nno: whoever mentored a student never assesses the same student, so that the result is beyond doubt. Another assessor of your path will take it."), (5, DONE, "")]),
    Story("priya", "Data Analyst", "sessions", "How late may a student move a session?",
          "My student moved today's session two hours before it began. Do I have to accept?",
          290, None, [(2, SOLVE, "Hello Priya,\n\na session can be moved up to 24 hours before. After that it counts as a no-show, unless you agree. It is your decision.")]),
    Story("jonas", "Data Analyst", "student-progress", "Student works with a tool we do not teach",
          "He wants to do project 5 in a tool of his employer. The brief names two others.",
          268, 5, [(4, WAIT, "Hello Jonas,\n\nwhat matters is that the assessor can open the result. Could he export it to one of the two tools of the brief?"), (9, REPLY, "He can, I tried it with him. Thank you!"), (10, SOLVE, "Perfect. I wrote it into the notes of the project as well.")]),
    Story("yusuf", "Web Developer", "account", "No code arrives when I sign in",
          "I ask for a sign-in code and nothing comes. My password works.",
          250, None, [(1, SOLVE, "Hello Yusuf,\n\nyour mailbox refused our mails for an hour this morning: it was full. They arrive again now.")]),
    Story("leo", "UX Designer", "invoices", "October invoice shows one session too few",
          "My calendar has 31 sessions in October, the invoice 30. The missing one is 14 October, 18:00, with Nour.",
          120, None, [(5, MARK, "normal: payments, october"), (6, NOTE, "The session is in the calendar but was closed on 2 November, after the month was counted."), (7, WAIT, "Hello Leo,\n\nthe session was closed after the month was counted, so it will be on the November invoice. Would that do, or do you need a corrected invoice?")]),
    Story("chloe", "UX Designer", "student-progress", "My student has not answered for three weeks",
          "I wrote four times, by mail and on Slack. Her funding ends in January and she has two projects left.",
          98, 3, [(5, SEND, "Hello Chloé,\n\nthank you for trying so often. I will call her today and tell you what comes of it."), (6, NOTE, "Called at 14:10, no answer. Left a message; trying her adviser tomorrow."), (6.2, MARK, "urgent: no-show, funding")]),
    Story("marta", "Web Developer", "project-content", "Is a student allowed to use a generator for the API?",
          "Project 3 asks for an API. My student generated most of it from a description. The criterion says 'written by the student'.",
          76, 3, [(8, SOLVE, "Hello Marta,\n\nthe student must be able to explain and change every part of it: ask for a change live. If that works, the criterion is met.")], part="be-written-by-the-student"),
    Story("amina", "Data Analyst", "invoices", "Is travel to the jury paid?",
          "I was asked to sit on a jury in Lyon. Who pays the train?",
          70, None, [(5, SOLVE, "Hello Amina,\n\nwe do: book in second class and send the ticket with your next invoice.")]),
    Story("hugo", "Data Engineer", "sessions", "Two students at the same hour",
          "The calendar let two students book Thursday 18:00. Which of them do I move?",
          52, None, [(2, SOLVE, "Hello Hugo,\n\nI moved the later booking to 19:00 and told the student. The calendar has been corrected.")]),
    Story("samuel", "UX Designer", "project-content", "Deliverable handed in as a video",
          "The student handed in a filmed presentation instead of the written case. Can I assess it?",
          49, 5, [(4, WAIT, "Hello Samuel,\n\nonly together with the written case. Could you ask the student to add it within a week?")]),
    Story("grace", "Data Engineer", "becoming-an-assessor", "When can I become an assessor?",
          "I have been a mentor for two months and enjoy reading the deliverables most. What do I need?",
          47, None, [(9, SOLVE, "Hello Grace,\n\nlovely. After six months and twenty sessions: so from February on. I will remind you.")]),
    Story("priya", "Data Analyst", "sessions", "Two no-shows in a row",
          "Same student, Monday and today. I marked both in the calendar. What happens next?",
          30, None, [(2, MARK, "high: no-show"), (3, NOTE, "Third no-show this term, see also the message from her adviser."), (4, WAIT, "Hello Priya,\n\nthank you for marking them. I am calling the student today. Please keep Thursday's session for now."), (20, REPLY, "She wrote to me: she was ill. She will be there on Thursday.")]),
    Story("amina", "Data Analyst", "student-progress", "How far may I correct a student's notebook?",
          "He sends me his notebook the day before each session and expects me to mend it. I would rather he found the mistakes himself.",
          29, 4, [(3, WAIT, "Hello Amina,\n\nyou are right. Point to the cell where it goes wrong and ask what he expected to see there; do not write code for him. Would it help if I told him the same from the school's side?")]),
    Story("yusuf", "Web Developer", "student-progress", "Student asks for a longer deadline",
          "She has had a child and asks for two more months. I would support it.",
          26, 4, [(5, SEND, "Hello Yusuf,\n\nthank you. Her adviser decides on that; I have asked him to call her this week.")]),
    Story("jonas", "Data Analyst", "project-content", "Criterion 4.2: is one method enough?",
          "The guide asks for two clustering methods compared. The student ran one, but justified it very well. Pass or not?",
          5, 4, part="cluster-the-countries"),
    Story("leo", "UX Designer", "account", "I cannot open the recordings",
          "The page of last week's workshop says 'not found' when I click on the recording.",
          4),
    Story("chloe", "UX Designer", "other", "A thank you, and an idea",
          "The new guide of project 3 is so much clearer. Could the checklist be printed on one page?",
          3, 3),
    Story("hugo", "Data Engineer", "student-progress", "Student wants to skip project 3",
          "He has worked as an operator for ten years and says that he knows all of it. Can he be assessed right away?",
          2.5, 3),
    Story("marta", "Web Developer", "invoices", "My bank details have changed",
          "I moved to another bank last week. Where do I enter the new account, and will the next payment arrive?",
          2),
    Story("amina", "Data Analyst", "student-progress", "Student wants to change path in the middle of project 5",
          "My student asks to move to Data Engineer. What happens to the sessions that are already booked?",
          0.6, 5),
]

# A public sender, who is not signed in.
STRANGER = ("Robin Castel", "robin@example.net")
PUBLIC = Story("", "Web Developer", "becoming-an-assessor", "I would like to join as a mentor",
               "I have developed web sites for eight years and taught for two. How do I apply, and whom can I talk to?",
               21)
