"""Hawaii's words for what happens to a measure. Data, not code.

Sources: the present status of 2,029 measures in captures of 2020 (marked "captured"), and wordings of 2023 to 2026 that
are public in histories of single bills. HD, SD and CD are the drafts of House, Senate and conference committee.
"""

from scrapers.classify import ActionTable, MotionTable

DRAFT = r"(?:HD|SD|CD) ?0"

ACTIONS = ActionTable(
    [
        # introduction
        (r"^Pending introduction\b|^Prefiled\b", "filing"),
        (r"^(?:Introduced|Offered)\b", "introduction"),
        (r"\bPass(?:ed)? First Reading\b", "reading-1"),
        (r"^Received from (?:House|Senate|Governor|the Judiciary)\b|^Returned from (?:House|Senate)\b", "receipt"),
        (r"^Carried over to\b|^Carry over\b", "carried-over"),
        # committees
        (r"\b(?:Re-?)?Referred to (?!the Governor)", "referral-committee"),  # captured
        (r"\bRe-?committed to\b", "referral-committee"),
        (r"^The hearing on this measure has been cancelled\b", "hearing-cancelled"),  # captured
        (r"\bdeleted (?:the measure )?from the (?:meeting|(?:public )?(?:hearing|decision making))\b",
         "hearing-cancelled"),  # captured
        (r"^(?:Bill|Resolution|Measure|Nominee)s? scheduled (?:to be heard|for)\b", "hearing-scheduled"),
        (r"\b(?:has scheduled|have scheduled|will hold) a public (?:hearing|decision making)\b", "hearing-scheduled"),
        (r"^Conference Committee Meeting (?:scheduled|will reconvene|to reconvene)\b", "hearing-scheduled"),
        (r"^The committees?(?:\(s\))? on .{1,120}? recommends?(?:\(s\))? that the measure be (?:PASSED|ADOPTED)\b",
         "committee-passage-favorable"),  # captured
        (r"^The committees?(?:\(s\))? on .{1,120}? recommends?(?:\(s\))? that the Senate advise and consent\b",
         "committee-passage-favorable"),
        (r"^The committees?(?:\(s\))? on .{1,120}? recommends?(?:\(s\))? that the measure be (?:deferred|held)\b",
         "deferral"),  # captured
        (r"^The committees?(?:\(s\))? on .{1,120}? deferred the measure\b", "deferral"),  # captured
        (r"^The recommendation was not adopted\b", "committee-failure"),
        (r"^Reported from (?!Conference)", "reported-out-of-committee"),
        # the floor
        (r"\bPassed Second Reading\b", "reading-2"),  # captured
        (r"\bPassed Third Reading\b", "reading-3", "passage"),
        (r"^Failed to pass (?:Third|Final) Reading\b", "failure"),
        (r"\bPassed Final Reading\b.{0,40}\bCD ?0\b", "conference-passage"),
        (r"\bPassed Final Reading\b(?!.{0,40}\bCD ?0\b)", "passage", "concurrence"),
        (r"^(?:Report and )?Resolutions? adopted\b|^(?:Report adopted[;.] )?Adopted\b", "passage"),  # captured
        (r"\bAdvised and consented\b|^Confirmed\b|\bnominations?(?:\(s\))? confirmed\b", "passage"),
        # captured, as the line after it
        (rf"\b(?:Passed|Adopted|referred)\b.{{0,60}}\bas amended(?: in|,)? ?\(?{DRAFT}\b", "amendment-passage"),
        (rf"^Report adopted[;,.].{{0,40}}\bas amended(?: in|,)? ?\(?{DRAFT}\b", "amendment-passage"),
        (r"^Floor Amendment\b.{0,60}\boffered\b", "amendment-introduction"),
        (r"^Floor Amendment\b.{0,60}\badopted\b", "amendment-passage"),
        (r"^Floor Amendment\b.{0,60}\bfailed\b", "amendment-failure"),
        (r"\b(?:Hours|Hrs\.?|Day) Notice\b|\bhours\)? notice\b", "calendar"),  # captured: One Day Notice
        (r"^(?:Placed|Taken) (?:on|from|off) the\b.{0,60}\b(?:calendar|Order of the Day)\b", "calendar"),
        (r"^Deferred until\b|\baction deferred\b", "deferral"),  # captured
        (r"\breconsider(?:ed|ation)?\b", "reconsideration"),
        # between the chambers
        (r"\bTransmitted to (?:House|Senate)\b", "transmittal"),
        (r"^Certified copies of resolutions? sent\b", "transmittal"),  # captured
        (r"\b(?:House|Senate) disagrees with\b", "concurrence-failure"),
        (r"\b(?:House|Senate) agrees (?:with|to)\b", "procedural"),  # the vote is the final reading that follows
        (r"\bConferees? (?:Appointed|discharged)|\bconferees\b|\bConferees\b", "conference"),
        (r"^Reported from Conference Committee\b|^The Conference Committee recommends\b", "conference"),
        # the governor
        (r"\b(?:Transmitted|Enrolled) to (?:the )?Governor\b", "executive-receipt"),  # captured
        (r"^Act 0\b", "became-law", "chaptered"),  # captured
        (r"^Became law without\b", "became-law"),
        (r"^Vetoed\b.*\bline.item\b", "executive-veto-line-item"),
        (r"^Vetoed\b(?!.*\bline.item\b)", "executive-veto"),
        (r"^(?:Veto|Governor.s veto) overrid(?:den|e)\b", "veto-override-passage"),
        (r"^Notice of intent to veto\b", "procedural"),
        (r"^(?:Nomination )?Withdrawn\b|^The Governor has withdrawn\b", "withdrawal"),
    ],
    asides=[
        # what a committee recommends, and what the other chamber says of itself, has not happened here
        (r",? (?:recommending|with recommendation of) (?:passage|referral|adoption)\b.*", "reported-out-of-committee"),
        (r"^Received notice of\b.*", "receipt"),  # captured: notice of disagreement
        (r"\b[Pp]laced on the calendar for (?:Third|Final) Reading\b", "calendar"),
    ],
)  # fmt: skip

# what a vote was on, by the words before it
MOTIONS = MotionTable(
    [
        (r"\bthat the measure be (?:deferred|held)\b", ("deferral",), "kills"),
        (r"^The Conference Committee recommends\b", ("conference", "committee-passage"), "advances"),
        (r"^The committees?(?:\(s\))?\b.{0,160}\brecommends?(?:\(s\))? that\b", ("committee-passage",), "advances"),
        (r"\bveto\b", ("veto-override",), "advances"),
        (r"\breconsider", ("reconsideration",), "procedural"),
        (r"\bRe-?committed to\b", ("referral",), "procedural"),
        (r"\bFloor Amendment\b", ("amendment",), "amends"),
        (r"\bFinal Reading\b.{0,40}\bCD ?0\b", ("passage", "conference"), "advances"),
        (r"\bFinal Reading\b", ("passage", "concurrence"), "advances"),
        (r"\bPass(?:ed)? Third Reading\b", ("passage", "reading-3"), "advances"),
        (r"\bPass(?:ed)? First Reading\b", ("reading-1",), "advances"),
        (r"\bPassed Second Reading\b|\breferred to\b", ("referral",), "advances"),
        (r"\badvise", ("passage",), "advances"),
        (r"\bAdopt(?:ed|ion)?\b|\bConfirm", ("passage",), "advances"),
    ]
)

# how the words before a vote say that it ended
RESULTS = (
    (r"\b[Ff]ailed\b|\bnot adopted\b|\brejected\b", "fail"),
    (
        r"\brecommends?(?:\(s\))? that\b|\bPassed\b|\bAdopted\b|\badopted\b|\bConfirmed\b|\bconsented\b|\boverrid",
        "pass",
    ),
    (r"\breferred to\b|\bcommitted to\b", "pass"),
)
