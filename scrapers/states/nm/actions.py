"""New Mexico's words for what happens to a measure, as `codes.decode` and the site's bill pages say it.

Each line ends in its code, as in `HEC: Reported by committee with Do Pass recommendation ([4] DP-HAFC)`: a code that
ends in a committee also sends the measure there.
"""

from scrapers.classify import ActionTable, MotionTable

ACTIONS = ActionTable(
    [
        (r"^Sent to [HS]PREF\b", "filing"),
        (r"^Sent to (?![HS]PREF\b)[^:]{0,20}- Referrals:", "referral-committee"),
        (r"^(?:Re-)?Referred to\b", "referral-committee"),
        (r"^Not Printed\b(?!, Not referred)", "referral-committee"),
        (r"^Not Printed, Not referred to committee", "held"),
        (r"^Printed\b", "printing"),
        (r"\bReported by committee with Do Pass recommendation\b", "committee-passage-favorable"),
        (r"\bDo Pass recommendation with amendment", "amendment-passage"),
        (r"\bbut with a Do Pass recommendation on Committee Sub", "committee-passage-favorable", "amendment-passage"),
        (r"\bbut without recommendation on Committee Substitution\b", "committee-passage", "amendment-passage"),
        (r"\bReported by committee with Do Not Pass recommendation\b", "committee-passage-unfavorable"),
        (r"\bReported by committee without a recommendation\b", "committee-passage"),
        (r"\bwithout a recommendation with amendment", "amendment-passage"),
        (r"\bfall within the purview of a 0 day session\b", "reported-out-of-committee"),
        # the code sends it on
        (r"\b(?:Reported by|Withdrawn from) committee\b.{0,160}-[HS][A-Z]{2,5}\)$", "referral-committee"),
        (r"\bReported by committee\b.{0,160}-T\)$", "calendar"),
        (r"^Withdrawn from committee or daily calendar\b", "discharged"),
        (r"^Withdrawn from the (?:House|Senate) (?:calendar|table)\b|^w/drn h/", "calendar"),
        (r"^Withdrawn from committee or daily calendar, ordered printed\b", "printing"),
        (r"^Withdrawn from committee or daily calendar, tabled\b", "deferral"),
        (r"^[HS][A-Z]{2,5} (?:referral (?:removed|withdrawn)|ref w/drn)\b", "discharged"),
        (r"^Do Not Pass committee report not adopted\b|^Committee substitute for a\b", "procedural"),
        (r"^Tabled \(", "deferral"),
        (r"^Tabled Indefinitely\b", "tabled"),
        (r"^Not germane\b", "died", "failure"),
        (r"\bFloor Amendment\b|^multiple floor amendments\b|^Floor substitute adopted\b", "amendment-passage"),
        (r"^Passed in the (?:House of Representatives|Senate)\b", "passage"),
        (r"^Failed to Pass in\b", "failure"),
        (r"^Motion to reconsider previous action adopted\b", "reconsideration"),
        (r"^(?:House|Senate) has concurred with\b", "concurrence"),
        (r"^(?:House|Senate) has failed to concur\b", "concurrence-failure"),
        (r"^(?:House|Senate) refuses to recede\b", "procedural"),
        (r"^(?:House|Senate) recedes from its amendments\b", "amendment-withdrawal", "concurrence"),
        (r"^Conference committee\b", "conference"),
        (r"^(?:House|Senate) adopts the conference committee report\b", "conference-passage"),
        (r"^Recalled from the (?:House|Senate)\b", "procedural"),
        (r"^Signed by Governor\b", "executive-signature"),
        (r"^Law without signature\b", "became-law"),
        (r"^(?:Signed by Governor|Law without signature) - Chapter 0\b", "became-law", "chaptered"),
        (r"\(partial veto\)", "executive-veto-line-item"),
        (r"^Vetoed by Governor\b|^Pocket Veto\b", "executive-veto"),
        (r"^Signed by one or both houses\b", "enrolled"),
        (r"^Signed \(", "procedural"),
        (r"^Succeeding entries:", "substitution"),
        (r"^Action Postponed Indefinitely\b|^Bill Has Died\b", "died", "failure"),
        (r"^(?:Sen|Rep)\. .{1,80}\bresigned\b", "procedural"),
    ]
)

MOTIONS = MotionTable(
    [
        (r"\bRECONSIDER", ("reconsideration",), "procedural"),
        (r"\bVETO OVERRIDE\b|\bOVERRIDE\b", ("veto-override",), "advances"),
        (r"\bCONCUR", ("concurrence",), "advances"),
        (r"\bTABLE\b|\bTABLING\b", ("tabling",), "kills"),
        (r"\bAMENDMENT\b", ("amendment",), "amends"),
        (r"\bFINAL PASSAGE\b|^Final (?:House|Senate) Vote$", ("passage",), "advances"),
    ]
)
