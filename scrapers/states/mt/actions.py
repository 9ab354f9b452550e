"""Montana's words for what happens to a bill. Data, not code.

Source: `billStatusCode.name` in a bill's history and `motion` of its roll calls, as the API gives them. A history line
begins with (H) or (S) for the chamber, (LC) for the drafting office, (C) for the clerks. The lines of one captured
history are marked "captured"; all others are the wordings of the older system, which the API took over.
"""

from scrapers.classify import ActionTable, MotionTable

ACTIONS = ActionTable(
    [
        # drafting, fiscal notes: before and beside the history proper
        (r"^\(LC\) ", "procedural"),  # captured
        (r"^(?:\(.{1,2}\) )?(?:Bill )?Draft (?!Text\b)|\bPre-?Introduction Letter\b", "procedural"),
        (r"\bFiscal Note\b", "procedural"),  # captured
        (r"\bSpecial Note\b|\bMail Poll\b|\bSigned by (?:the )?(?:Speaker|President)\b", "procedural"),
        (r"\bFiled with (?:the )?Secretary of State\b|\bSegregated from Committee\b", "procedural"),
        (r"^(?:\([HS]\) )?Motion (?:Carried|Failed)$", "procedural"),
        # introduction, print
        (r"^(?:\([HS]\) )?Introduced$", "introduction"),  # captured
        (r"\bFirst Reading\b", "reading-1"),  # captured
        (r"\bText Available Electronically\b|\bNew Version Available\b|\bEnrolled Version Available\b", "printing"),
        (r"\bClerical Corrections\b", "correction"),
        # committees
        (r"\bRe-?referred to Committee\b|(?<!Re)\bReferred to Committee\b", "referral-committee"),  # captured
        (r"\bHearing Cancell?ed\b|\bNot Heard at Sponsor.s Request\b", "hearing-cancelled"),  # captured
        (r"^(?:\([HS]\) )?Hearing$", "hearing-held"),
        (
            r"\bCommittee (?:Executive Action|Report) ?-- ?(?:Bill|Resolution) (?:Passed|Concurred|Adopted)\b",
            "committee-passage-favorable",
        ),
        (r"\bCommittee (?:Executive Action|Report) ?-- ?(?:Bill|Resolution) Not\b", "committee-passage-unfavorable"),
        (
            r"\bCommittee (?:Executive Action|Report) ?-- ?(?:Bill|Resolution) (?!Not\b).*\bas Amended\b",
            "amendment-passage",
        ),
        (r"\bTabled in Committee\b", "tabled"),
        (r"\bTaken from Table\b", "reconsideration"),
        (r"\bCommittee Vote Failed\b", "held"),
        (r"\bTaken from Committee\b|\bAdverse Committee Report Rejected\b", "discharged"),
        # lists of business
        (r"\bScheduled for\b|\bPlaced on\b|\bTaken from (?:2nd|3rd) Reading\b", "calendar"),
        # second reading: the chamber sits as committee of the whole
        (r"^\([HS]\) 2nd Reading\b", "reading-2"),
        (r"\b2nd Reading (?:Passed|Concurred) as Amended\b", "amendment-passage"),
        (r"\b2nd Reading (?:Pass|Concur)(?: as Amended)? Motion Failed$", "failure"),
        (r"\b2nd Reading Not (?:Passed|Concurred)(?: as Amended)?$", "failure"),
        (r"\b(?:2nd|3rd) Reading Indefinitely Postponed\b", "failure"),
        (r"\bMotion to Amend Carried\b", "amendment-passage"),
        (r"\bMotion to Amend Failed\b", "amendment-failure"),
        (r"\bPass(?:ed)? Consideration\b", "deferral"),
        # third reading
        (r"^\([HS]\) 3rd Reading\b", "reading-3"),
        (r"\b3rd Reading (?:Passed|Concurred)$", "passage"),
        (r"\b3rd Reading (?:Failed|Not Passed|Not Concurred)$", "failure"),
        (r"\b3rd Reading Passed as Amended by (?:House|Senate)\b", "concurrence"),
        (r"\b3rd Reading Not Passed as Amended by (?:House|Senate)\b", "concurrence-failure"),
        (r"^(?:\([HS]\) )?Resolution Adopted$", "passage"),
        (r"^(?:\([HS]\) )?Resolution (?:Failed|Not Adopted)$", "failure"),
        # between the chambers
        (r"\b(?:House|Senate) Amendments (?:Not Concurred|Concur Motion Failed)\b", "concurrence-failure"),
        (r"\bTransmitted to (?:House|Senate)\b|\bReturned to (?:House|Senate)\b", "transmittal"),
        (r"\bConference Committee\b", "conference"),
        (r"\b3rd Reading (?:Free )?Conference Committee Report Adopted\b", "conference-passage"),
        (r"\bReconsidered Previous Act(?:ion)?\b", "reconsideration"),
        (r"\bRules Suspended\b", "rule-suspension"),
        (r"\bSponsor List Modified\b|\bSponsors Engrossed\b", "sponsorship"),
        # enrolling, the governor
        (r"\bSent to Enrolling\b", "enrolling"),
        (r"\bReturned from Enrolling\b|\bEnrolled Version Available\b", "enrolled"),
        (r"\bTransmitted to Governor\b", "executive-receipt"),
        (r"\bSigned by Governor\b", "executive-signature"),
        (r"\bVetoed by Governor\b", "executive-veto"),
        (r"\bReturned with Governor.s Line-?item Veto\b", "executive-veto-line-item"),
        (r"\bReturned with Governor.s Proposed Amendments\b", "receipt"),
        (r"\b3rd Reading Governor.s Proposed Amendments Adopted\b", "concurrence"),
        (r"\b(?:2nd|3rd) Reading Governor.s Proposed Amendments (?:Not Adopted|Adopt Motion Failed)\b",
         "concurrence-failure"),
        (r"\bVeto Overrid?den\b", "veto-override-passage"),
        (r"\bVeto Override (?:Motion )?Failed\b", "veto-override-failure"),
        (r"\bBecame Law\b|\bLaw Without Governor.s Signature\b", "became-law"),
        (r"\bChapter Number Assigned\b", "became-law", "chaptered"),
        # the end
        (r"\bMissed Deadline\b|\bDied in (?:Process|Standing Committee)\b", "died", "failure"),
    ]
)  # fmt: skip


def motions(passage: str) -> MotionTable:
    """The motions of the floor (`passage`) or of committees (`committee-passage`), which use the same words."""
    return MotionTable(
        [
            (r"^AMD-.*\b(?:Indefinitely Postponed?|Tabled?)\b", ("tabling", "amendment"), "procedural"),
            (r"^AMD-.*\bNot\b", ("amendment",), "unknown"),
            (r"\bIndefinitely Postponed?\b", ("tabling",), "kills"),
            (r"\bTake(?:n)? from (?:the )?Table\b", ("reconsideration",), "procedural"),
            (r"^AMD-|\b(?:Motion )?To Amend\b|^Amendments?\b", ("amendment",), "amends"),  # captured: AMD-
            (r"\bTabled?\b", ("tabling",), "kills"),
            # a yes delays the bill, and moves nothing else
            (r"\bPass(?:ed)? Consideration\b", ("deferral",), "procedural"),
            (r"\bReconsider(?:ed|ation)?\b", ("reconsideration",), "procedural"),
            (r"\bOverrid(?:e|den)\b", ("veto-override",), "advances"),
            (r"\bAdverse Committee Report\b.*\bReject", ("discharge",), "advances"),
            (r"\bAdverse Committee Report\b", (passage,), "kills"),
            (r"\bConference Committee Report\b.*\bReject|\bDissolve\b", ("conference",), "procedural"),
            (r"\bConference Committee\b.*\bAppoint|\bAppoint\b.*\bConference", ("conference",), "procedural"),
            (r"\bConference Committee Report\b|\bConference Report\b", ("conference",), "advances"),
            (r"\bAmendments?\b.*\bNot (?:be )?Concur", ("concurrence",), "unknown"),
            (r"\bGovernor.s\b.*\bAmendments?\b|\b(?:House|Senate) Amendments?\b", ("concurrence",), "advances"),
            (r"\bSuspend|\bRules Suspended\b", ("rule-suspension",), "procedural"),
            (r"\bTake(?:n)? from\b.*\bCommittee\b", ("discharge",), "procedural"),
            (r"\bRe-?refer", ("referral",), "procedural"),
            (r"\bSegregate", ("procedural",), "procedural"),
            (r"\b(?:Do )?Not (?:Pass|Be Concurred In|Concur|Be Adopted)\b|\bBe Not (?:Concurred|Adopted)\b",
             (passage,), "kills"),
            (r"^Do Pass\b|^Pass(?:ed)?\b|\bDo Pass(?: as Amended)?$", (passage,), "advances"),  # captured
            (r"\bBe Concurred In\b|^Concur(?:red)?\b", (passage,), "advances"),
            (r"\bBe Adopted\b|^Do Adopt\b|^Adopt", (passage,), "advances"),
        ]
    )  # fmt: skip


FLOOR_MOTIONS = motions("passage")
COMMITTEE_MOTIONS = motions("committee-passage")

# history lines that a vote of members brings about: these make it worth asking for roll calls
FLOOR_VOTE = (
    r"^\([HS]\) (?:2nd|3rd) Reading\b|\bResolution (?:Adopted|Failed)\b|\bVeto Overrid|\bMotion (?:Carried|Failed)\b"
    r"|\bRules Suspended\b|\bReconsidered\b|\bTaken from (?!Table)|\bAdverse Committee Report\b|\bSegregated\b"
    r"|\bRereferred\b"
)
COMMITTEE_VOTE = (
    r"\bCommittee Executive Action\b|\bTabled in Committee\b|\bTaken from Table\b|\bCommittee Vote Failed\b"
)
HEARING = r"^\([HS]\) Hearing\b"  # held or cancelled: a meeting had the bill on its agenda

# what the history line of a roll call says of its motion; "Not Passed" may be either, so it is in neither
RESULTS = (
    (r"\bFailed\b|\bRejected\b", "fail"),
    (r"\bNot (?:Passed|Concurred|Adopted)\b", None),
    (r"\bPassed\b|\bConcurred\b|\bAdopted\b|\bCarried\b|\bOverrid?den\b|\bPostponed\b|\bTabled\b|\bConsideration\b",
     "pass"),
)  # fmt: skip
