"""Pennsylvania's words for what happens to a bill, and for what is voted on. Data, not code.

Source: the lines of a bill's history, which are the same in the history file and on the bill's page, and the list of
roll calls on that page. The lines of the captured history are marked "captured"; the others are wordings of the two
chambers' rules and journals. The motions of the floor are those of all roll calls of 2024.
"""

from scrapers.classify import ActionTable, MotionTable

ACTIONS = ActionTable(
    [
        (r"^\(Remarks see (?:House|Senate) Journal\b", "procedural"),  # captured
        (r"^\((?!Remarks)|^Press conference\b|^Corrective Reprint\b|^Notice\b", "procedural"),
        (r"^(?:Public|Informational) (?:hearing|meeting) held\b", "hearing-held"),
        # introduction and committees
        (r"^Introduced\b", "introduction"),
        (r"\b(?:Referred|Re-?referred|Re-?committed|Committed) to (?!the (?:House|Senate)\b)", "referral-committee"),
        (r"^(?:Re-?)?Reported (?:on concurrence, )?(?:as (?:committed|amended)|with amendments)\b",  # captured
         "committee-passage-favorable"),
        (r"^(?:Re-?)?Reported (?:without|with (?:no|a)) recommendation\b", "committee-passage"),
        (r"^(?:Re-?)?Reported (?:with )?(?:a )?(?:negative|unfavorabl)", "committee-passage-unfavorable"),
        (r"^(?:Re-?)?Reported with request to re-?(?:refer|commit)\b", "committee-passage", "referral-committee"),
        (r"^(?:Re-?)?Reported .*\bas amended\b", "amendment-passage"),  # captured
        (r"\bdischarge (?:resolution|petition|motion)\b|\bmotion to discharge\b", "procedural"),
        (r"^(?:Committee )?Discharged\b", "discharged"),
        # readings
        (r"^First consideration\b", "reading-1"),  # captured
        (r"^Second consideration\b", "reading-2"),  # captured
        (r"^Third consideration\b(?! and)", "reading-3"),
        (r"^Second consideration, with amendments\b|^Third consideration, with amendments\b", "amendment-passage"),
        (r"^Amended on (?:second|third|final|concurrence)\b", "amendment-passage"),  # captured
        (r"^Third consideration and final passage\b(?!,? (?:defeated|failed))", "reading-3", "passage"),  # captured
        (r"^Final passage\b(?!,? (?:defeated|failed))", "passage"),
        (r"\b(?:Defeated|Failed|Negatived|Not agreed to|Not adopted)\b(?!.*\b(?:concur|veto|amendment))", "failure"),
        (r"^(?:Resolution )?(?:Introduced and )?Adopted\b|\band adopted\b", "passage"),
        (r"^Ruled (?:out of order|unconstitutional)\b", "failure"),
        # between the chambers
        (r"\bnon-?concurred in\b|\bfailed to concur\b", "concurrence-failure"),
        (r"(?<!non)(?<!non-)\bconcurred in (?:House|Senate) amendments(?! to| as|, as)", "concurrence"),  # captured
        (r"\bconcurred in (?:House|Senate) amendments(?: to|,? as amended)\b", "amendment-passage"),
        (r"\b(?:insisted|receded)\b|\bcommittee of conference\b(?!.*\badopted\b)|\bconferees\b", "conference"),
        (r"\b(?:committee of conference|conference report)\b.*\badopted\b", "conference-passage"),
        # lists of business
        (r"^(?:Re-?)?Laid on the table\b|\bSet on the (?:Tabled )?(?:Bill )?Calendar\b", "calendar"),  # captured
        (r"^(?:Bill )?(?:Removed|Taken) from (?:the )?tabled?\b", "calendar"),  # captured
        (r"\bPassed over\b|\bOver in (?:its|their) order\b|\bOver temporarily\b", "deferral"),
        (r"\bPostponed\b", "deferral"),
        (r"\bReconsidered\b|\bVote reconsidered\b", "reconsideration"),
        (r"\b(?:Rules? .*)?suspended\b", "rule-suspension"),
        (r"^(?:Bill |Resolution )?Withdrawn\b", "withdrawal"),
        # enrolled, the governor
        (r"^Signed in (?:House|Senate)\b", "enrolled"),  # captured
        (r"^Presented to the Governor\b|^In the hands of the Governor\b", "executive-receipt"),  # captured
        (r"^Approved by the Governor\b(?!.*\bin part\b)", "executive-signature"),  # captured
        (r"^Approved by the Governor\b.*\bin part\b|\bline[- ]item veto", "executive-veto-line-item"),
        (r"^Vetoed by the Governor\b|^Veto No\. 0\b", "executive-veto"),
        (r"^Veto sustained\b|\boverride\b.*\bveto\b.*\b(?:failed|defeated)\b", "veto-override-failure"),
        (r"^Veto overridden\b|\bpassed\b.*\b(?:notwithstanding|over)\b.*\bveto\b", "veto-override-passage"),
        (r"\bwithout (?:the )?(?:Governor'?s )?(?:approval|signature)\b", "became-law"),
        (r"^Act No\. 0[A-Z]?\b", "became-law", "chaptered"),  # captured
        (r"^Pamphlet Laws Resolution No\. 0\b", "chaptered"),
        (r"\bFiled in the Office of the Secretary\b", "procedural"),
    ]
)  # fmt: skip


def motions(passage: str) -> MotionTable:
    """The motions of the floor (`passage`) or of committees (`committee-passage`)."""
    return MotionTable(
        [
            (r"^(?:Motion to )?Reconsider(?:ation)?\b", ("reconsideration",), "procedural"),
            (r"\bReconsideration$", ("reconsideration",), "unknown"),
            (r"\bSuspend\b", ("rule-suspension",), "procedural"),
            (r"\b(?:Germaneness|Constitutionality|Appeal|Point of order|Previous question|Proceed|Recess|Adjourn)",
             ("procedural",), "procedural"),
            (r"\bTable\b.*\bAmendments?\b|\bA\d{4,5}\b.*\bTable\b", ("tabling", "amendment"), "procedural"),
            (r"\bNon-?concur", ("concurrence",), "unknown"),
            (r"\bConcur(?:rence)?\b", ("concurrence",), "advances"),  # captured
            (r"\bConference\b.*\bReport\b|\bReport of\b.*\bConference\b", ("conference",), "advances"),
            (r"\bVeto\b|\bOverride\b", ("veto-override",), "advances"),
            (r"\bFP\b|\bFinal Passage\b", (passage,), "advances"),  # captured
            (r"\bSecond Consideration\b", ("procedural",), "advances"),
            # "ROBINSON Amendment No. A-5855-Reconsidered": voted on again
            (r"\bAmendment\b|\bAmend\b|^A\d{4,5}\b", ("amendment",), "amends"),  # captured
            (r"^(?:Re-?)?Report(?:ed)?\b.*\b(?:Negative|Unfavorabl)", (passage,), "kills"),
            (r"^(?:Re-?)?Report(?:ed)?\b", (passage,), "advances"),  # captured
            (r"\b(?:Re-?)?(?:refer|commit)(?:red|ted)?\b", ("referral",), "procedural"),
            (r"\bDischarge\b", ("discharge",), "advances"),
            (r"\b(?:Postpone|Pass over)\b", ("deferral",), "procedural"),
            (r"\bTable\b", ("tabling",), "kills"),
            (r"^Passage\b|^(?:Resolution )?Adopt(?:ion)?\b|^(?:House |Senate )?Resolution\b", (passage,), "advances"),
        ]
    )  # fmt: skip


FLOOR_MOTIONS = motions("passage")
COMMITTEE_MOTIONS = motions("committee-passage")
