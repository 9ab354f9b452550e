"""Georgia's words for what happens to a bill. Data, not code.

Source: `name` in statusHistory of the API's bills, `caption` of its roll calls; each begins with its chamber, or has
none ("Act 305", "Effective Date"). "not captured": wording known from descriptions of the API, not in a capture;
"older": the words of the service before it, as recorded in public.
"""

from scrapers.classify import ActionTable, MotionTable

ACTIONS = ActionTable(
    [
        # before the first reading: prefiled before the session, or handed to the clerk
        (r"^(?:House|Senate) Prefiled$", "filing"),
        (r"^(?:House|Senate) Hopper$", "introduction"),
        # the first reading sends a bill to its committee
        (r"^House First Readers$", "reading-1", "referral-committee"),
        (r"^Senate Read and Referred$", "reading-1", "referral-committee"),
        (r"^House Second Readers$", "reading-2"),
        (r"^Senate Read Second Time$", "reading-2"),
        (r"^House Third Readers\b", "reading-3"),
        (r"^Senate Third Read\b", "reading-3"),
        # committees
        (r"\bCommittee Favorably Reported\b", "committee-passage-favorable"),
        (r"\bCommittee Favorably Reported By Substitute\b", "amendment-introduction"),
        (r"\bWithdrawn, (?:Re)?committed\b", "referral-committee"),
        (r"^(?:House|Senate) Recommitted\b", "referral-committee"),  # not captured
        # floors
        (r"\bPassed/Adopted\b", "passage"),
        (r"\bPassed/Adopted (?:By Substitute|As Amended)\b", "amendment-passage"),
        (r"^(?:House|Senate) Read and Adopted$", "passage"),  # not captured
        (r"^(?:House Third Readers|Senate Third Read) Lost$", "failure"),  # not captured
        (r"^(?:House|Senate) Tabled$", "tabled"),
        (r"^(?:House|Senate) Taken from Table$", "calendar"),
        (r"^(?:House|Senate) Postponed\b", "deferral"),  # not captured
        (r"^(?:House|Senate) Reconsidered$", "reconsideration"),  # not captured
        # between the chambers
        (r"^House Immediately Transmitted to Senate$|^Senate Immediately Transmitted to House$", "transmittal"),
        (r"^House Transmitted Senate$|^Senate Transmitted House$", "transmittal"),
        (r"^(?:House|Senate) Agreed? (?:House|Senate) Amend or Sub$", "concurrence"),  # older: Agree
        (r"^(?:House|Senate) Agreed (?:House|Senate) Amend or Sub As Amended$", "amendment-passage"),  # not captured
        (r"^(?:House|Senate) Disagree[ds] (?:House|Senate) Amend(?: or |/)Sub$", "concurrence-failure"),  # older: -s, /
        (r"^(?:House|Senate) Insist(?:ed|s)$", "procedural"),  # older: Insists
        (r"^(?:House|Senate) Engrossed$", "procedural"),  # older; closes the text to amendments
        (r"\bConference Committee Appointed\b", "conference"),
        (r"\bConference Committee Report Adopted$", "conference-passage"),
        # the Governor, and after
        (r"^(?:House|Senate) Sent to Governor$", "executive-receipt"),
        (r"^(?:House|Senate) Date Signed by Governor$", "executive-signature"),
        (r"^(?:House|Senate) Date Vetoed by Governor$", "executive-veto"),  # not captured
        (r"^Act 0$", "became-law", "chaptered"),
        (r"^Effective Date$", "effective"),
    ]
)

# "AM 28 1234" is the number of an amendment's draft; names of members stand before it
MOTIONS = MotionTable(
    [
        (r"^(?:MORNING ROLL CALL|ATTENDANCE)$", ("procedural",), "procedural"),
        (r"\bRECON(?:SIDER(?:ATION)?)?\b", ("reconsideration",), "procedural"),
        (r"\b(?:REMOVE|TAKE) FROM (?:THE )?TABLE\b", ("procedural",), "procedural"),
        (r"^MOTION TO TABLE\b|^TABLE$", ("tabling",), "kills"),
        (r"^MOTION TO ENGROSS\b", ("procedural",), "procedural"),  # closes the text to amendments
        (r"^MOTION FOR THE PREVIOUS QUESTION$", ("procedural",), "procedural"),
        (r"\bIM(?:MEDIATELY)? TRANSMIT\b", ("procedural",), "procedural"),
        (r"^RULES SUSPEND$", ("rule-suspension",), "procedural"),
        (r"^REMOVE FROM LOCAL CALEN(?:DAR)?$", ("procedural",), "procedural"),
        (r"^(?:RECOMMIT TO \w+|RECOM)$", ("referral",), "procedural"),
        (r"^ADJOURNMENT RESOLUTION$", ("passage",), "advances"),
        (r"^ADJOURNMENT\b", ("procedural",), "procedural"),
        (r"^ELECTION OF\b", ("procedural",), "procedural"),
        (r"^SHALL THE RULING OF THE CHAIR BE SUSTAINED$|^APPEAL RULE OF CHAIR$", ("procedural",), "procedural"),
        (r"^(?:EXTEND DEBATE|NOTIFY SENATE|VOTE SEPARATE|ADOPT HOUSE RULES)$", ("procedural",), "procedural"),
        (r"^(?:JOINT SESSION|JT SESSION)\b", ("procedural",), "procedural"),
        # between the chambers; to disagree or adhere keeps the bill alive for a conference
        (r"^(?:DISAGREE|RECEDE|ADHERE)\b", ("concurrence",), "procedural"),
        (r"^AGREE (?:SEN|HOUSE|TO HOUSE|TO SENATE)\b", ("concurrence",), "advances"),
        (r"^ADOPT (?:CCR|CONFERENCE COMMITTEE REPORT)$", ("conference",), "advances"),
        # an amendment to the constitution is a measure, not a change of one
        (r"^ADOPTION OF CONSTITUTIONAL AMENDMENT\b", ("passage",), "advances"),
        (r"^ADOPTION OF (?:THE )?AMEND(?:MENT)?\b", ("amendment",), "amends"),
        (r"\bAMENDMENT #0\b|\bAM# ?0\b|\bAM\b", ("amendment",), "amends"),
        (r"^PASSAGE\b", ("passage",), "advances"),
        (r"^(?:ADOPT|ADOPTION)(?: BY SUBSTITUTE| AS AMENDED)?$", ("passage",), "advances"),
        # one vote on many local bills
        (r"^(?:SUPP(?:LEMENTAL)? )?LOC(?:AL)? (?:CONSENT )?CALENDARS?\b", ("passage",), "advances"),
        (r"^(?:CONSENT CALENDAR\b|UNCONTESTED RESOLUTIONS$)", ("passage",), "advances"),
        (r"^CONFIRMATION OF\b", ("passage",), "advances"),
    ]
)
