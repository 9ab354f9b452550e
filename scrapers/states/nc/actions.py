"""North Carolina's words for what happens to a bill. Data, not code.

The clerks' short forms: Reptd Fav is a favorable report, Cal a calendar, Com a committee, Ch. SL a session law.
"""

from scrapers.classify import ActionTable, MotionTable

ACTIONS = ActionTable(
    [
        (r"^Filed$", "introduction"),
        (r"\bPassed 1st Reading\b", "reading-1"),
        # committees; "Serial" and "Sequential" name the committees still to come
        (r"^(?:Serial|Sequential) Referral\b", "procedural"),
        (r"^(?:Re-)?(?:ref|referred|assigned)\b.*\b(?:to|com)\b", "referral-committee"),
        (r"\bReptd Fav\b", "committee-passage-favorable"),
        (r"\bReptd Unfav\b", "committee-passage-unfavorable"),
        (r"\bReptd Without Prejudice\b", "reported-out-of-committee"),
        (r"\bCom Sub(?:stitute)?\b.*\bAdopted\b|\bReptd Fav\b.*\bCom Sub(?:stitute)?\b", "substitution"),
        (r"\bWithdrawn From Com\b", "discharged"),
        (r"\bPostponed Indefinitely\b", "failure"),
        # calendars
        (r"^Cal Pursuant\b|\bPlaced On (?:Cal|Today)|\bAdded to Calendar\b|\bWithdrawn From Cal\b", "calendar"),
        (r"\bTemporarily Displaced$|\bTemp Displaced\b|^Carried Over\b|\bPostponed To\b", "deferral"),
        # amendments
        (r"^(?:Com )?Amend(?:ment)? Adopted\b", "amendment-passage"),
        (r"^(?:Com )?Amend(?:ment)? (?:Failed|Tabled)\b", "amendment-failure"),
        (r"^Amend(?:ment)? Withdrawn\b", "amendment-withdrawal"),
        (r"^Amend(?:ment)? Offered\b", "amendment-introduction"),
        (r"^Amend Temporarily Displaced\b", "amendment-deferral"),
        (r"\bHeld As (?:Material|Filed)\b|\bRuled Material\b", "procedural"),
        # the floor
        (r"\bPassed 2nd (?:& 3rd )?Reading\b", "reading-2"),
        (r"\bPassed (?:2nd & )?3rd Reading\b", "reading-3", "passage"),
        (r"\bFailed (?:2nd|3rd) Reading\b", "failure"),
        (r"^Adopted$", "passage"),
        (r"^(?:Failed|Not Adopted)$", "failure"),
        (r"^(?:Engrossed|Ordered Engrossed)$", "printing"),
        (r"\bReconsidered\b|^Conf Rpt Recon$", "reconsideration"),
        (r"\bRules Suspended\b", "rule-suspension"),
        (r"^Motion\b|^Previous Question\b", "procedural"),
        (r"^Tabled\b", "tabled"),
        # between the chambers
        (r"\bMessage Sent To\b", "transmittal"),
        (r"\bMessage Received\b|\bVeto Received\b|\bReceived from the Governor\b", "receipt"),
        (r"^Concurred\b", "concurrence"),
        (r"^Fail(?:ed)? (?:To )?Concur\b", "concurrence-failure"),
        (r"^Conf Com\b|^Conferees\b|^Conf Rpt\b|^Conf Report Failed\b", "conference"),
        (r"^Conf Report\b.*\b(?:Adopted|Passed)\b", "conference-passage"),
        # enrolling, the governor
        (r"^Ordered Enrolled$", "enrolling"),
        (r"^Ratified$", "enrolled"),
        (r"^Pres\. To Gov\.", "executive-receipt"),
        (r"^Signed by Gov\.", "executive-signature"),
        (r"^Vetoed\b", "executive-veto"),
        (r"^Veto Overridden\b", "veto-override-passage"),
        (r"^Veto Sustained\b|^Fail(?:ed)? Override\b|^Veto Override Failed\b", "veto-override-failure"),
        (r"^Became Law W/o Signature\b", "became-law"),
        (r"^Ch\. SL\b", "became-law", "chaptered"),
        (r"^Ch\. Res\b", "chaptered"),
    ]
)

MOTIONS = MotionTable(
    [
        (
            r"\bPrevious Question\b|\bAdjourn\b|\bAppeal\b|\bDivide\b|^M\d+ (?:Object|Limit)",
            ("procedural",),
            "procedural",
        ),
        (r"\bLay\b.*\bTable\b|\bTable\b", ("tabling",), "unknown"),
        (r"\bPostpone Indefinitely\b", ("tabling",), "kills"),
        (r"\bReconsider\b", ("reconsideration",), "procedural"),
        (r"\bSuspend\b", ("rule-suspension",), "procedural"),
        (r"\b(?:Re-refer|Re-commit|Refer)\b", ("referral",), "procedural"),
        (r"\bOverride\b|\bVeto\b", ("veto-override",), "advances"),
        (r"\bConf(?:erence)?\b.*\bRe?po?r?t\b", ("conference",), "advances"),
        (r"\b(?:Not|Refuses to) Concur\b", ("concurrence",), "unknown"),
        (r"\bConcurs?\b|\bis Concurred in\b", ("concurrence",), "advances"),
        (r"^C?A\d+\b|^Amd\b|^Amend(?:ment)?\b", ("amendment",), "amends"),
        (r"\b(?:Second|Third|2nd|3rd) Reading\b", ("passage",), "advances"),
        (r"\bAdopt\b|\bAdoption\b", ("passage",), "advances"),
    ]
)
