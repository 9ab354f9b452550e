"""Massachusetts' words for what happens to a bill. Data, not code.

No history is among the captures: the wordings are public ones of 2021 to 2026, as others collected them. A committee's
question on H.4844 ("ought to pass") is captured.
"""

import re

from scrapers.classify import ActionTable, MotionTable

BILL = r"(?<![\w.-])[HS]D?\d{1,5}[A-Z]?(?!\w)"

ACTIONS = ActionTable(
    [
        (r"^Bill filed\b", "filing"),
        # committees
        (r"\bReferred to the (?:\w+ )?committees? on\b|^Recommitted to the committee on\b", "referral-committee"),
        (r"^Read, and referred\b|^Discharged to the committee on\b", "referral-committee"),
        (r"^Discharged to the committee on\b|^Committee discharged\b", "discharged"),
        (r"^(?:Senate|House) concurred(?:,? as changed)?$", "procedural"),  # in a referral
        (r"^Hearing (?:scheduled|rescheduled|location changed|updated|time changed)\b", "hearing-scheduled"),
        (r"^Hearing (?:canceled|cancelled|postponed)\b", "hearing-cancelled"),
        (r"^Report(?:ing)? date (?:was )?extended\b|^Extension order\b", "deferral"),
        (r"^(?:Bill )?Reported favorably\b", "committee-passage-favorable"),
        (r"^Committee recommended ought (?!not\b)(?:to )?(?:pass|be adopted)\b", "committee-passage-favorable"),
        (r"^Committee recommended ought not\b|^(?:Bill )?Reported adversely\b", "committee-passage-unfavorable"),
        (r"^Reported (?:from|by) the (?:\w+ )?committee on\b", "reported-out-of-committee"),
        (r"^Committee reported\b|\bseverally reported from (?:the )?committee\b", "reported-out-of-committee"),
        (r"^Report(?:ed)?,? (?:in part,? )?(?:on|by) (?:a part of )?[HS]\d", "procedural"),
        (r"^Accompanied a study order\b", "held"),
        (r"^Accompanied (?:a new draft, see )?[HS]D?\d", "substitution"),
        (r"^Accompanied by\b|^(?:Pending )?New draft of\b|^Also based on\b|^Recommended new text\b", "procedural"),
        (r"^Placed on file\b", "held"),
        # lists of business
        (r"\bplaced (?:in|on) the (?:Orders of the Day|calendar)\b|^Taken out of the Orders of the Day\b", "calendar"),
        (r"\bbe scheduled for consideration\b|^Taken from the table\b", "calendar"),
        (r"\bordered to a third reading\b(?! (?:refused|negatived))", "calendar"),
        (r"\brules? (?:\w+ )?sus?pended\b", "rule-suspension"),
        (r"\bpostponed (?:to|until|for)\b", "deferral"),
        (r"^Laid on the table\b", "tabled"),
        # readings, votes
        (r"^Read(?=[;,] (?:and (?:placed|referred)|rules))", "reading-1"),
        (r"\bRead second\b", "reading-2"),
        (r"\bRead third\b", "reading-3"),
        (r"\bPassed to be (?:engrossed|enacted)\b|^Enacted\b", "passage"),
        (r"^(?:(?:Bill|Resolve|Resolutions?) )?Adopted\b|^Agreed to\b", "passage"),
        (r"\b(?:Third reading|Passage|Engrossment|Enactment) (?:refused|negatived)\b", "failure"),
        (r"^(?:(?:Bill|Resolve|Resolutions?|Order) )?(?:Rejected|Negatived)\b", "failure"),
        (r"^Adverse report (?:was )?accepted\b", "failure"),
        (r"^(?:Bill |Petition |Leave to )?withdrawn?$", "withdrawal"),
        (r"^Motion to reconsider (?:prevailed|adopted)\b|^Reconsidered\b", "reconsideration"),
        (r"^Motion to reconsider\b(?! (?:prevailed|adopted))", "procedural"),
        # amendments
        (r"^(?:Consolidated |Further |Redrafted )?Amendments? .{0,200}\badopted\b", "amendment-passage"),
        (r"^(?:Consolidated |Further |Redrafted )?Amendments? .{0,200}\brejected\b", "amendment-failure"),
        (r"^Further amendments? adopted\b", "amendment-passage"),
        (r"^Further amendments? rejected\b", "amendment-failure"),
        (r"^(?:Consolidated )?Amendments? .{0,200}\bwithdrawn\b", "amendment-withdrawal"),
        (r"^(?:Consolidated )?Amendments? .{0,200}\bpending\b|^New text\b.* pending\b", "amendment-introduction"),
        (r"^(?:Consolidated )?Amendments? .{0,200}\blaid aside\b", "amendment-deferral"),
        (r"^The following amendments were considered as one and adopted\b", "amendment-passage"),
        (r"^The following amendments were considered as one and rejected\b", "amendment-failure"),
        (r"\bbundle YES adopted\b", "amendment-passage"),
        (r"\bbundle NO rejected\b", "amendment-failure"),
        (r"^Amended\b|\bRead second, amended\b|\bconcurred in the .{0,60}\bwith a further amendment\b",
         "amendment-passage"),
        (r"^Substituted\b|^Order (?:relative to subject matter )?adopted\b|^Report accepted\b", "procedural"),
        (r"\b(?:published|printed|reprinted),? as (?:amended\b|[HS]\d)", "printing"),
        (r"^Text of [HS]\d+ amended\b", "amendment-passage"),
        # between the chambers
        (r"\b(?<!NON-)concurred in the (?!.{0,60}\bwith a further)", "concurrence"),
        (r"\bNON-?concurred\b", "concurrence-failure"),
        (r"\binsist(?:s|ed) on its amendment", "procedural"),
        (r"\bcommittee (?:of|on) conference\b", "conference"),
        (r"\bcommittee of conference report accepted\b", "conference-passage"),
        (r"^Emergency preamble adopted\b", "urgency-adopted"),
        (r"^Emergency preamble (?:rejected|not adopted)\b", "urgency-refused"),
        # the Governor
        (r"\blaid before the Governor\b", "executive-receipt"),
        (r"^(?:Signed|Approved) by the Governor\b", "executive-signature"),
        (r"^(?:Signed|Approved) \(in part\) by the Governor\b", "executive-veto-line-item"),
        (r"^Governor returned .*\bvetoe?s?\b|^Returned .*\bby the Governor with disapproval of certain\b",
         "executive-veto-line-item"),
        (r"^Vetoed by the Governor\b|^Returned by the Governor with (?:his |her )?(?:objections|veto)\b",
         "executive-veto"),
        (r"^Governor returned (?!.*\bvetoe?s?\b).*\b(?:recommend|amendment)", "receipt"),
        (r"\bpassed over (?:the )?(?:Governor's )?veto\b|\bnotwithstanding the objections\b", "veto-override-passage"),
        (r"\bfailed to pass over veto\b|\bveto sustained\b", "veto-override-failure"),
        (r"\bChapter 0 of the (?:Acts|Resolves) of 0\b", "became-law", "chaptered"),
        # nothing moves
        (r"^(?:See|For (?:the )?(?:text|message|actions?)\b.*\bsee) [HS]\d|^For (?:the )?text of\b", "procedural"),
        (r"^For (?:message|actions? )", "procedural"),
        (r"^(?:Point of Order|Decision of the Chair|Question on|Quorum)\b", "procedural"),
    ]
)  # fmt: skip

MOTIONS = MotionTable(
    [
        # committees
        (r"\bought not to (?:pass|be adopted)\b|\badverse", ("committee-passage",), "kills"),
        (r"\bought to (?:pass|be adopted)\b", ("committee-passage",), "advances"),  # captured: ought to pass
        (r"\bstudy\b|\baccompan", ("hold",), "kills"),
        (r"\bdischarge", ("discharge",), "procedural"),
        (r"\bextension\b|\bextended\b", ("deferral",), "procedural"),
        # the floor
        (r"^(?:Item\b.*|Section\b.*)?passed over (?:the )?veto\b", ("veto-override",), "advances"),
        (r"\bNON-?concurred\b", ("concurrence",), "unknown"),
        (r"\bconcurred in\b", ("concurrence",), "advances"),
        (r"\bcommittee of conference report\b", ("conference",), "advances"),
        (r"\breconsider", ("reconsideration",), "procedural"),
        (r"\bpostponed\b", ("deferral",), "procedural"),
        (r"\brules? (?:\w+ )?sus?pended\b", ("rule-suspension",), "procedural"),
        (r"^Emergency preamble\b", ("urgency",), "advances"),
        (r"^(?:Consolidated |Further |Redrafted )?Amendments?\b|^Amended\b|^New text\b", ("amendment",), "amends"),
        (r"^Quorum\b|^Decision of the Chair\b|^Point of order\b|^Question\b", ("procedural",), "procedural"),
        (r"\bpassed to be (?:engrossed|enacted)\b|^Enacted\b|\badopted\b|^Agreed to\b", ("passage",), "advances"),
        (r"\bordered to a third reading\b", ("reading-3",), "advances"),
    ]
)

HOUSE_ROLL = re.compile(
    r"(?<!\d)(\d{1,3}) YEAS? to (\d{1,3}) NAYS? ?\(See YEA and NAY (?:No\.? ?)?#? ?(\d{1,4}) ?\)", re.IGNORECASE
)
# the second word is once misprinted Yeas
SENATE_ROLL = re.compile(
    r"see (?:Senate )?Roll Call #? ?(\d{1,4}) ?\(Yeas (\d{1,3}) to (?:Nays?|Yeas) (\d{1,3}) ?\)", re.IGNORECASE
)
RESULTS = (
    (re.compile(r"\b(?:rejected|negatived|refused|failed|sustained)\b", re.IGNORECASE), "fail"),
    (re.compile(r"\bNON-?concurred\b", re.IGNORECASE), None),
    (
        re.compile(
            r"\b(?:adopted|accepted|enacted|engrossed|concurred|passed|ordered|prevailed|stands|suspended|agreed)\b",
            re.IGNORECASE,
        ),
        "pass",
    ),
)
CHAPTER = re.compile(r"\bChapter \d{1,4} of the (?:Acts|Resolves) of \d{4}\b")
MENTION = re.compile(BILL)
# what stands before the other bill's number; where nothing of this does, it is merely related
RELATIONS = (
    (re.compile(r"^Accompanied (?:a new draft, see )?$"), "replaced-by"),
    (re.compile(r"^(?:Published|Reprinted|Printed),? as amended, see $|, published as $"), "replaced-by"),
    (re.compile(r"^(?:New draft of|Substituted (?:as a \w{1,12} text )?for) $"), "replaces"),
)
PRINTED = re.compile(rf"^(?:Text of )?{BILL},? (?:published|printed|reprinted),? as amended\b")
