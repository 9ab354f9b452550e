"""California's words for what happens to a bill. Data, not code.

Source: action in BILL_HISTORY_TBL and motion_text in BILL_MOTION_TBL of the official bulk download; committee names
are abbreviated ("Com. on PUB. S."). "not captured": wording known from other years, not in a capture.
"""

from scrapers.classify import ActionTable, MotionTable

ACTIONS = ActionTable(
    [
        # arrival
        (r"^In (?:Senate|Assembly)\.", "receipt"),
        (r"\bReceived by Desk\b", "receipt"),  # not captured
        # introduction, print
        (r"^Introduced\.", "introduction"),
        (r"^Read first time\. To print\b", "introduction"),
        (r"\bRead first time\b", "reading-1"),
        (r"\bTo print\b", "printing"),
        (r"^From print(?:er)?\b", "printing"),
        (r"\bMay be (?:heard in committee|acted upon)\b", "printing"),
        # hearings
        (r"^Set for hearing\b", "hearing-scheduled"),
        (r"\bhearing (?:cancell?ed|postponed)\b", "hearing-cancelled"),
        (r"\bhearing: (?!cancell?ed|postponed)", "hearing-held"),
        (
            r"\b(?:set for|set,) (?:first|second|third|final) hearing\. (?!Hearing (?:cancell?ed|postponed))",
            "hearing-held",
        ),
        (r"\bTestimony taken\b|\bfor testimony only\b", "hearing-held"),  # not captured
        # committees
        (r"\bFrom committee: (?:Amend,? (?:and )?)?(?:Do pass|Be adopted)\b", "committee-passage-favorable"),
        (r"\bThat the (?:Senate|Assembly) amendments be concurred in\b", "committee-passage-favorable"),
        (r"\bFrom committee: Do not pass\b", "committee-passage-unfavorable"),  # not captured
        (r"\bFrom committee: (?:Be )?ordered to (?:second|third) reading\b", "reported-out-of-committee"),
        (r"\bFrom committee: (?:Be placed on|Without recommendation)\b", "reported-out-of-committee"),  # not captured
        (r"\bWithdrawn from committee\b", "discharged"),
        (r"\bWithout reference to committee\b", "discharged"),
        (r"(?:\bcommittee:|\bhearing[:.]).{0,80}\bFailed passage\b", "committee-failure"),
        (r"\bFailed passage in committee\b", "committee-failure"),  # not captured
        (r"\b(?:placed on|referred to)(?: the)?(?: APPR\.)? suspense file\b", "deferral"),
        (r"\bHeld (?:in committee|under submission)\b", "held", "deferral"),  # not captured
        # second and third reading, amendments
        (r"\bRead second time\b", "reading-2"),
        (r"\bRead third time\b", "reading-3"),
        (r"\b(?:second|third) time(?:,|,? and) amended\b", "amendment-passage"),
        (r"(?:^|[.)] )Amended[.,]", "amendment-passage"),
        (r"\bAmendments? by .{1,120}\b(?:tabled|laid on (?:the )?table|refused adoption)\b", "amendment-failure"),
        (r"\bAmendments? by .{1,120}\bwithdrawn\b", "amendment-withdrawal"),  # not captured
        # referral
        # Rules Committee assigns Senate bills: not yet a committee's bill
        (r"\bTo Coms?\. on .{1,60}? for assignment\b", "referral"),
        (r"(?:^|\. )To Coms?\. on (?!.{1,60}? for assignment\b)", "referral-committee"),
        (r"(?<!Pending )(?<!re-)\b(?:re-)?refer(?:red)? to Coms?\. on\b", "referral-committee"),
        (r"\bPending re-refer\b", "procedural"),
        # the file: a chamber's list of business
        (r"\bHeld at Desk\b", "held"),
        (r"\bto (?:the )?(?:second|third) reading\b", "calendar"),
        (r"(?<!recommendation: )\bto (?:the )?(?:special )?consent calendar\b", "calendar"),
        (r"^From (?:special )?consent calendar\b", "calendar"),
        (r"^From inactive file\b", "calendar"),
        (r"\bstricken from file\b", "calendar"),
        (r"\bConcurrence in (?:Senate|Assembly) amendments pending\b", "calendar"),
        (r"\bConsideration of Governor.s veto pending\b", "calendar"),
        (r"\b(?:to|on) (?:unfinished business|second reading file|special order)\b", "calendar"),  # not captured
        (r"\b(?:ordered to|placed on) (?:the )?inactive file\b", "deferral"),
        (r"\bNotice of intention to remove from inactive file\b", "procedural"),  # not captured
        (r"\bwithout reference to file\b", "procedural"),  # not captured
        (r"\bUrgency clause adopted\b", "urgency-adopted"),  # not captured
        (r"\bUrgency clause refused adoption\b", "urgency-refused"),  # not captured
        # the vote; resolutions and constitutional amendments are adopted
        (r"(?:^|[.,] )Passed(?:\.|,? and to (?:the )?(?:Senate|Assembly)\b)", "passage"),
        (r"(?:^|[.,)] |^Read and )Adopted(?:[.]|,? and to (?:the )?(?:Senate|Assembly)\b|$)", "passage"),
        (r"^(?!.*\b(?:committee|hearing)\b).*\b(?:Refused|Failed) passage\b", "failure"),  # not captured
        (r"^(?!.*\b(?:amendments? by|conference)\b).*(?<!clause )\brefused adoption\b", "failure"),  # not captured
        (r"\bReconsideration granted\b", "reconsideration"),
        (r"\bMotion to reconsider\b|\bReconsideration (?:waived|refused)\b", "procedural"),  # not captured
        (r"\blay measure on the table\b.{0,80}\bMotion carried\b", "tabled"),
        (r"\bMotion to lay measure on the table\b(?!.{0,80}\bMotion carried\b)", "procedural"),
        (r"^Motion (?:carried|failed)\b", "procedural"),
        (r"\b(?:ordered to|and to|to) (?:the )?(?:Senate|Assembly)(?:\.| \(|$)", "transmittal"),
        # the other chamber's amendments
        (r"\b(?:Senate|Assembly) amendments concurred in\b", "concurrence"),
        (r"\b(?:Senate|Assembly) concurs in (?:Senate|Assembly) amendments\b", "concurrence"),  # not captured
        (r"\brefused to concur in\b", "concurrence-failure"),  # not captured
        (r"\bConference (?:Committee|report)\b", "conference"),  # not captured
        (r"\bConference (?:Committee )?report (?:No\. 0 )?adopted\b", "conference-passage"),  # not captured
        (r"\badopts Conference (?:Committee )?report\b", "conference-passage"),  # not captured
        # Governor, Secretary of State
        (r"\bto (?:engrossing and enrolling|enrollment)\b", "enrolling"),
        (r"\bWithdrawn from Engrossing and Enrolling\b", "procedural"),  # not captured
        (r"\bEnrolled(?: and (?:presented|filed)\b|\. To )", "enrolled"),
        (r"\bRe-enrolled\b", "enrolled"),  # not captured
        (r"\bEnrolled(?: and presented to the|\. To) Governor\b", "executive-receipt"),
        (r"\bApproved by (?:the )?Governor\b", "executive-signature"),
        (r"\bItem veto(?:es|ed)?\b", "executive-veto-line-item"),  # not captured
        (r"\bVetoed by (?:the )?Governor\b", "executive-veto"),
        (r"\bVeto sustained\b", "veto-override-failure"),
        (r"\bnotwithstanding the Governor.s veto\b|\bVeto overridden\b", "veto-override-passage"),  # not captured
        (r"\bLast day to consider Governor.s veto\b", "procedural"),  # a 2024 line quoted in public, not captured
        (r"\bWithout (?:the )?Governor.s signature\b", "became-law"),  # not captured
        (r"\bChaptered by Secretary of State\b(?!\W{1,5}Res\.)", "became-law"),
        (r"\bChaptered by Secretary of State\b", "chaptered"),
        # the end without a vote
        (r"\bDied (?:at|in|on|pursuant to)\b", "failure", "died"),
        (r"\bwithout further action\b", "failure", "died"),
        # not captured
        (
            r"\b(?:Filed with|Returned to) (?:the )?(?:Chief Clerk|Secretary of (?:the )?Senate) pursuant\b",
            "failure",
            "died",
        ),
        (r"\bWithdrawn by (?:the )?author\b", "withdrawal"),  # not captured
        # the record
        (r"\b(?:Senate|Assembly|Joint) Rules?\b.{0,40}\bsuspended\b", "rule-suspension"),
        (r"\bof the Constitution dispensed with\b", "rule-suspension"),
        (r"\bmeasure version\b.{0,40}\bcorrected\b", "correction"),
        (r"^\(Corrected\b", "correction"),
        (r"\bCoauthors revised\b", "sponsorship"),
        (r"^\((?:Ayes|Page)\b[^()]*\)\.?$", "tally"),
        (r"^Read\.$", "procedural"),
    ],
    asides=[
        # not captured
        (r"\bAction rescinded whereby [^.(]*\b(?:passed|adopted|concurred|refused)\b[^.(]*", "reconsideration"),
        (r"\bAction rescinded\b[^.(]*", "procedural"),
        (r"\bMotion to reconsider the vote (?:by which|whereby)\b[^.(]*", "procedural"),
    ],
)

# A committee's motion is its recommendation; a floor motion is the file section with the bill and its author.
MOTIONS = MotionTable(
    [
        (r"\b(?:Motion To )?Reconsider(?:ation|ed)?\b", ("reconsideration",), "procedural"),
        (r"\bLay (?:the )?amendments? on (?:the )?Table\b", ("tabling", "amendment"), "procedural"),  # not captured
        (r"\bAmend(?:ments?)? By\b.*\bLay on (?:the )?Table\b", ("tabling", "amendment"), "procedural"),  # not captured
        (r"\bLay (?:measure )?on (?:the )?Table\b", ("tabling",), "kills"),
        (r"\bH[eo]ld (?:in committee|under submission)\b", ("hold",), "kills"),  # not captured
        (r"\bsuspense file\b", ("deferral",), "procedural"),
        (r"^(?:Amend,? (?:and )?)?Do pass\b", ("committee-passage",), "advances"),
        (r"^(?:Amend,? (?:and )?)?Be adopted\b", ("committee-passage",), "advances"),
        (r"^(?:That the )?(?:Senate|Assembly) amendments be concurred in\b", ("committee-passage",), "advances"),
        (r"^Be (?:ordered to|placed on)\b", ("committee-passage",), "advances"),  # not captured
        (r"^Do not pass\b", ("committee-passage",), "kills"),  # not captured
        (r"^(?:Be )?re-?refer(?:red)?\b", ("referral",), "procedural"),  # not captured
        (r"\bWithdraw\b.*\bfrom committee\b", ("discharge",), "procedural"),  # not captured
        (r"\bSuspend(?:ed)?\b|\bSuspension\b|\bdispensed? with\b", ("rule-suspension",), "procedural"),  # not captured
        (r"\bGovernor.s veto\b|\bVeto override\b", ("veto-override",), "advances"),  # not captured
        (r"\bConference report\b", ("conference",), "advances"),  # not captured
        (r"\bUrgency Clause\b", ("urgency",), "procedural"),
        (r"\bAmend(?:ments?)? By\b", ("amendment",), "amends"),  # not captured
        (r"\bConcurrence\b", ("concurrence",), "advances"),
        (r"\b(?:Third|3rd) Reading\b", ("passage",), "advances"),
        (r"\b(?:Special Consent|Consent Calendar)\b", ("passage",), "advances"),
    ]
)
