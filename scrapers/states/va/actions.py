"""Virginia's words for what happens to a bill. Data, not code.

Source: History_description in HISTORY.CSV of the Legislative Information System's bulk files, without its first letter,
which is the chamber. "not captured": wording known from other years, not in a capture.
"""

from scrapers.classify import ActionTable, MotionTable

ACTIONS = ActionTable(
    [
        # introduction, print
        (r"^Prefiled\b", "filing", "introduction"),
        (r"^(?:Presented|Introduced)\b(?! bill)", "introduction"),
        (r"^Unanimous consent to introduce\b", "procedural"),
        (r"\bordered printed\b|\b(?:re)?printed\b|^Bill text as passed\b|\breprinted\b", "printing"),
        (r"\blaid on (?:Speaker|Clerk).s (?:table|desk)\b", "calendar"),
        (r"^Received\b", "receipt"),
        (r"^Communicated to (?:House|Senate)\b", "transmittal"),  # not captured
        # committees
        (r"^(?:Re)?referred (?:to|from)\b|\band (?:re)?referred to\b", "referral-committee"),
        (r"^Motion to (?:re)?(?:refer|commit)\b.*\bagreed to\b|^Recommitted\b", "referral-committee"),
        (r"^Motion\b.*\b(?:rejected|defeated|withdrawn|failed)\b", "procedural"),
        (r"^Assigned\b.*\bsub(?:committee)?\b", "referral-committee"),
        (r"^Placed on .*\bAgenda\b", "hearing-scheduled"),
        (r"^Subcommittee (?:recommends|failed to recommend|recommended)\b", "procedural"),
        (r"^Reported from\b", "committee-passage-favorable"),
        (r"^Reported with(?: no|out) recommendation\b", "committee-passage"),  # not captured
        (r"^Failed to report\b|^Defeated in\b", "committee-failure"),
        (r"^Passed by indefinitely in\b", "committee-failure"),
        (r"^Passed by indefinitely(?! in)", "failure"),
        (r"^Tabled\b", "committee-failure", "tabled"),
        (r"^Stricken (?:from|at)\b", "withdrawal"),
        (r"^Withdrawn by\b", "withdrawal"),  # not captured
        (r"^Continued (?:to|pursuant)\b", "carried-over"),
        (r"^Left in\b|^No further action taken\b|^Failed to pass from conference\b", "failure", "died"),
        (r"^Failed to pass (?:House|Senate)\b", "failure"),
        (r"^Discharged from\b", "discharged"),
        (r"^Incorporated by\b", "substitution"),
        (r"^Incorporates\b", "procedural"),
        (r"\bImpact (?:Statement|Review)\b|^Budget amendments available\b", "procedural"),
        # readings and the calendar
        (r"^Read first time\b|\b1st reading\b", "reading-1"),
        (r"^Read second time\b|\b2nd reading\b|^(?:Re)?engrossed by\b|\band engrossed\b", "reading-2"),
        (r"^Read third time\b|\bon 3rd reading\b", "reading-3"),
        (r"\breading dispensed\b|\breading (?:of \w+(?: #0)? )?waived\b|^Rules suspended\b", "rule-suspension"),
        (r"^(?:Re)?engrossed by\b.*\b(?:as amended|substitute)\b", "amendment-passage"),
        (r"^Placed on\b.*\bCalendar\b|^Moved (?:from|to)\b.*\bCalendar\b", "calendar"),
        (r"^Taken up\b|^Blank Action\b|^[HSGC]$|^Reconsideration of(?: \(|$)", "procedural"),
        (r"^Passed by (?:for the day|temporarily|until)\b", "deferral"),
        # amendments
        (
            r"\boffered$|^(?!Engrossed|House|Senate (?!committee)|Passed|Agreed|Reported|Subcommittee"
            r"|Failed|Conference).*\b(?:Substitute|Amendments?)$",
            "amendment-introduction",
        ),
        (
            r"^(?!(?:House|Senate) (?:substitutes?|amendments?)\b)(?!.*Reconsider)"
            r".*\b(?:substitutes?|amendments?)(?:\b.*\b)?agreed to\b",  # a blank is lost: "Substituteagreed to"
            "amendment-passage",
        ),
        (
            r"^(?!(?:House|Senate) (?:substitutes?|amendments?)\b)(?!.*Reconsider)"
            r".*\b(?:substitutes?|amendments?)\b.*\b(?:rejected|defeated|ruled out of order|not germane)",
            "amendment-failure",
        ),
        (r"\b(?:substitutes?|amendments?)\b.*\bpassed by\b", "amendment-deferral"),
        (r"\b(?:substitutes?|amendments?)\b.*\bwithdrawn\b", "amendment-withdrawal"),
        # the vote; resolutions are agreed to, judges elected
        (r"^(?:Read third time and )?Passed (?:House|Senate)\b", "passage"),
        (r"^(?:Read third time and )?Passed (?:House|Senate) with (?:substitute|amendment)", "amendment-passage"),
        (r"^(?:Read third time and )?Agreed to by (?:House|Senate)\b|^(?:Elected|Election) (?:to )?by\b", "passage"),
        (r"^Agreed to by (?:House|Senate) with (?:substitute|amendment)", "amendment-passage"),
        (r"^(?:Read third time and )?Defeated by (?:House|Senate)\b", "failure"),
        (r"^Rejected by (?:House|Senate)\b|^Not agreed to by\b", "failure"),
        (r"^Reconsideration of (?:.*\bagreed to\b|defeated\b)|^Reconsidered\b", "reconsideration"),
        (r"^Reconsideration of .*\brejected\b|\b(?:Engrossment|substitute|amendments?) reconsidered\b", "procedural"),
        (r"^Emergency clause added\b", "urgency-adopted"),
        # the other chamber's amendments, conferences
        (r"^(?:House|Senate) (?:substitutes?|amendments?)\b.*\bagreed to\b", "concurrence"),
        (r"^(?:House|Senate) (?:substitutes?|amendments?)\b.*\brejected\b", "concurrence-failure"),
        (r"\breceded\b|^(?:House|Senate) agreed to (?:House|Senate)\b", "concurrence"),
        (
            r"^(?:House|Senate) (?:insisted|acceded|requested)\b|\bConferees\b|\bconference committee\b"
            r"|^(?:Second )?Conference (?:report|substitute)\b",
            "conference",
        ),
        (r"^(?:Second )?Conference report agreed to\b", "conference-passage"),
        (r"^(?:BLOCK )?VOTE:", "tally"),
        # other years, in public copies of the history of 2024, not captured
        (r"^Enacted, Chapter\b", "became-law", "chaptered"),
        (r"^Governor.s recommendation adopted\b", "concurrence"),
        (r"^Failed to pass in (?:House|Senate)\b", "failure", "died"),
        (r"^Readings waived\b", "rule-suspension"),
        (r"^Title replaced\b|\bdue to a change of the committee name\b", "correction"),
        (r"^Requires .* members present\b|^Chair votes\b", "procedural"),
        (r"^Ruling of (?:the )?Chair\b|^Pending question\b", "procedural"),
        (r"^Engrossment refused by\b", "failure"),
        (r"^Motion for Special and Continuing Order\b", "calendar"),
        # Governor
        (r"^(?:Re-?)?Enrolled\b|^Signed by (?:Speaker|President)\b", "enrolled"),
        (r"\bcommunicated to Governor\b", "executive-receipt"),
        (r"^Governor.s Action Deadline\b", "procedural"),
        (r"^Governor.s (?:recommendation|substitute)\b", "procedural"),
        (r"\bconcurred in (?:part of )?Governor.s recommendation", "concurrence"),
        (r"\brejected Governor.s recommendation", "concurrence-failure"),  # not captured
        (r"^Approved by Governor\b", "executive-signature"),
        (r"^Approved by Governor ?-? ?Chapter", "chaptered"),
        (r"^Became law without Governor.s signature\b", "became-law"),  # not captured
        (r"^Acts of Assembly Chapter text\b", "became-law", "chaptered"),
        (r"^Vetoed by Governor\b", "executive-veto"),  # not captured
        (r"\bsustained Governor.s veto\b", "veto-override-failure"),  # not captured
        (r"\bOverridden\b.*\bveto\b|\boverrode Governor.s veto\b", "veto-override-passage"),  # not captured
    ]
)

# A motion is the action line that states the vote's outcome, without its tally.
MOTIONS = MotionTable(
    [
        (r"^Reconsider|\breconsidered\b", ("reconsideration",), "procedural"),
        (r"\bpass(?:ed|ing) by indefinitely\b", ("deferral",), "kills"),
        (r"\blaying on the table\b|^Tabled\b", ("tabling",), "kills"),
        (r"\bstriking from\b|^Stricken\b", ("hold",), "kills"),
        (r"^Continued\b|\brecommends continuing\b", ("deferral",), "kills"),
        (r"^Incorporated by\b|\brecommends incorporating\b", ("hold",), "kills"),
        (r"^Reported\b|^Failed to report\b|\brecommends? reporting\b", ("committee-passage",), "advances"),
        (r"^Defeated in\b", ("committee-passage",), "advances"),
        (r"^(?:Read third time and )?(?:passed|defeated by) (?:House|Senate)\b", ("passage",), "advances"),
        (
            r"^(?:Read third time and )?(?:Agreed to|Rejected|Not agreed to) by\b|^(?:Elected|Election) (?:to )?by\b"
            r"|^Failed to pass (?:House|Senate)\b",
            ("passage",),
            "advances",
        ),
        # older sessions, not captured
        (r"^VOTE: (?:Block Vote )?(?:Passage|Adoption|Election|Defeated|Agreed to by)\b", ("passage",), "advances"),
        (r"^VOTE: Waive reading\b", ("rule-suspension",), "procedural"),
        (r"\bConference report\b", ("conference",), "advances"),
        (r"\bGovernor.s veto\b", ("veto-override",), "unknown"),  # not captured
        (r"\bGovernor.s recommendation\b", ("concurrence",), "advances"),
        (r"^(?:House|Senate) (?:substitutes?|amendments?)\b", ("concurrence",), "advances"),
        (r"^(?:House|Senate) agreed to (?:House|Senate)\b|\breced(?:ed|e|ing)\b", ("concurrence",), "advances"),
        (r"^(?:House|Senate) (?:insisted|acceded|requested)\b", ("procedural",), "procedural"),
        (r"\bdispensed\b|\bwaived\b|\bsuspended\b", ("rule-suspension",), "procedural"),
        (r"^Passed by (?:for the day|temporarily|until)\b", ("deferral",), "procedural"),
        # who votes yes to pass an amendment by sets it aside: it is not adopted
        (r"\b(?:amendments?|substitutes?)\b.*\bpassed by\b", ("deferral",), "procedural"),
        (r"\b(?:amendments?|substitutes?)(?:\b.*\b)?(?:agreed to|rejected|withdrawn)", ("amendment",), "amends"),
        (r"^Engrossed\b|\bengrossed$|^Unanimous consent\b", ("procedural",), "procedural"),
        (r"^Taken up\b|^Motion for Special and Continuing Order\b", ("procedural",), "procedural"),
        (r"\b(?:re)?(?:refer|commit)", ("referral",), "procedural"),
        (r"^Discharged\b", ("discharge",), "procedural"),
    ]
)
