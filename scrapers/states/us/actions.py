"""The words of Congress for what happens to a bill, and for what its roll calls decide. Data, not code.

Proved on the bill status files of GPO's samples (114th to 117th Congress); the rest, marked so, on their user guide.
"""

from scrapers.classify import ActionTable, MotionTable

SUBJECT = r"(?:the )?(?:bill|resolution|joint resolution|concurrent resolution|measure|H\. ?R|S|H\. ?Res)\b"
AGREED = r"(?:, as amended,?)? ?(?:Agreed to|Passed|Adopted)\b"
FAILED = r"(?:, as amended,?)? ?(?:Failed|Not agreed to|Rejected)\b"
AMENDMENT = r"(?:Amendment SA 0|amendment \(A0+\)|amendments? \(A\w*\)|amendments? en (?:bloc|gros))"

ACTIONS = ActionTable(
    [
        # arrival
        (r"^Introduced in (?:House|Senate)\b", "introduction"),
        (r"^(?:Submitted|Introduced) in the Senate\b", "introduction"),  # not captured
        (r"^Reserved\b", "filing"),  # not captured
        (r"^Received in the (?:House|Senate)\b", "receipt"),
        (r"^Message on (?:House|Senate) action received\b", "receipt"),
        (r"^Message on (?:House|Senate) action sent\b", "transmittal"),
        (r"\bRead (?:the first time|twice)\b", "reading-1"),
        (r"\bRead (?:the second time|twice)\b", "reading-2"),
        # committees
        (r"\breferred to the (?:House |Senate |Joint )?(?:Committee|Subcommittee|Select)\b", "referral-committee"),
        (r"\breferred (?:sequentially|jointly) to\b", "referral-committee"),  # not captured
        (r"^(?:House |Senate )?(?:Committee|Subcommittee)\b.*\bHearings? held\b", "hearing-held"),
        (r"\bMark-?up Session Held\b", "work-session"),
        (r"^Forwarded by Subcommittee\b", "referral-committee"),  # not captured
        (r"^Referred to House\b(?! Committee)", "referral-committee"),  # not captured
        (rf"^On motion to refer{AGREED}", "referral-committee"),  # not captured
        (rf"^On motion to refer{FAILED}", "procedural"),  # not captured
        (r"^Hearings held\b", "hearing-held"),  # not captured
        (r"^Executive Comment Requested\b", "procedural"),  # not captured
        (r"^(?:Motion|On motion) to discharge\b.*\bagreed to\b", "discharged"),  # not captured
        (r"^(?:Motion|On motion) to discharge\b.*\b(?:rejected|failed)\b", "procedural"),  # not captured
        (r"^Motion to discharge committee filed\b", "procedural"),  # not captured
        (r"\bOrdered to be reported\b.*\bunfavorably\b", "committee-passage-unfavorable"),  # not captured
        (r"\bOrdered (?:to be )?reported\b(?!.*\bunfavorably\b)", "committee-passage"),
        (r"^Reported (?:\(Amended\) )?by\b", "reported-out-of-committee"),
        (r"^Committee on [^.]+\. (?:Original measure )?reported\b", "reported-out-of-committee"),
        (r"^Reported to (?:House|Senate)\b", "reported-out-of-committee"),
        (r"^The House Committee on .* reported an original measure\b", "reported-out-of-committee"),
        (r"\bfiled written report\b", "procedural"),
        (r"\b(?:sub)?committee\b.*\bdischarged\b", "discharged"),
        (r"^House committee discharged\b", "discharged"),  # not captured
        # the lists of business
        (r"\bPlaced on (?:the )?[\w ]*Calendar\b", "calendar"),
        (r"^Placed on Calendar\b", "calendar"),  # not captured
        (r"\bAssigned to the [\w ]+ Calendar\b", "calendar"),
        (r"^Rules? (?:Committee Resolution|provides for)\b", "calendar"),
        (r"^Rule H\. ?Res\. 0 passed House\b", "calendar"),
        (r"^Measure laid before Senate\b", "calendar"),
        (r"\bheld at the desk\b", "held"),
        (r"^Motion to place bill on Consensus Calendar\b", "calendar"),  # not captured
        (r"^Rule H\. ?Res\. 0 failed\b", "procedural"),  # not captured
        (r"^Star Print ordered\b", "printing"),  # not captured
        (r"^Sponsor withdrawn\b", "sponsorship"),  # not captured
        (r"\btitle (?:of the measure )?was amended\b|^Title amended\b", "procedural"),  # not captured
        (r"^Read the third time\b", "reading-3"),  # not captured
        (r"^Signed in the (?:House|Senate)\b|^Presented to Secretary of Senate\b", "enrolling"),  # not captured
        # amendments
        (rf"\b{AMENDMENT} (?:\([^)]*\) )?(?:proposed|offered) by\b", "amendment-introduction"),
        (rf"\b{AMENDMENT}[^:]*?(?<!not )agreed to\b", "amendment-passage"),
        (rf"\b{AMENDMENT}[^:]*?(?:not agreed to|failed|rejected)\b", "amendment-failure"),
        (rf"\b{AMENDMENT}.*\b(?:fell|ruled out of order|tabled|rendered moot)\b", "amendment-failure"),
        (rf"\b{AMENDMENT}.*\bwithdrawn\b", "amendment-withdrawal"),
        (r"^An amendment\b.*\boffered by\b", "amendment-introduction"),
        (r"\boffered by\b.*\bAmendment\b", "amendment-introduction"),
        (r"^The House adopted the amendments?\b", "amendment-passage"),
        (r"^(?:H\.Amdt\. ?0 )?Amendments? \(A\w+\).* offered by\b", "amendment-introduction"),
        # the vote on the measure
        (rf"^On (?:passage|motion to suspend the rules and (?:pass|agree to) {SUBJECT}){AGREED}", "passage"),
        (rf"^On (?:passage|motion to suspend the rules and (?:pass|agree to) {SUBJECT}){FAILED}", "failure"),
        (rf"^On agreeing to the (?:concurrent |joint )?resolution{AGREED}", "passage"),
        (rf"^On agreeing to the (?:concurrent |joint )?resolution{FAILED}", "failure"),  # not captured
        (r"^Passed/agreed to in (?:House|Senate):", "passage"),
        (r"^Failed of passage/not agreed to in (?:House|Senate)\b", "failure"),  # not captured
        (r"^(?:[\w ,]+ )?Passed Senate\b(?! (?:of )?over veto)", "passage"),
        (r"\bread the third time,? and passed\b", "reading-3", "passage"),  # not captured, as are the next six
        (r"\bread the third time,? and passed with (?:an )?amendments?\b", "amendment-passage"),
        (r"^(?:Failed of passage in|Resolution not agreed to in) (?:House|Senate)\b(?! over veto)", "failure"),
        (r"\bconsidered passed Senate\b", "passage"),
        (r"^On motion to table the (?:measure|resolution|bill|concurrent resolution)\b.*\bAgreed to\b", "tabled"),
        (r"\bindefinitely postponed\b", "failure"),
        (r"^(?:Bill|Resolution|Measure) was withdrawn\b", "withdrawal"),
        (r"\bpassed under suspension of the rules\b", "passage"),
        (r"\bis considered passed House\b", "passage"),
        (r"^Resolution agreed to in Senate\b", "passage"),
        (r"\bconsidered,? and agreed to\b", "passage"),  # not captured
        (r"\bPassed Senate(?:, under the order of .* affirmative,)? with (?:an )?amendments?\b", "amendment-passage"),
        (
            r"^(?:Passed/agreed to in House: )?On motion to suspend the rules and .*, as amended\b.*\bAgreed to\b",
            "amendment-passage",
        ),
        (r"\bResolution agreed to in Senate with (?:an )?amendments?\b", "amendment-passage"),
        # between the chambers
        (r"^(?:Resolving differences -- \w+ actions: )?Senate agreed to (?:the )?House amendments?\b", "concurrence"),
        (r"\bSenate (?:concurred in|agreed to) the House amendments?\b", "concurrence"),
        (
            rf"\bOn motion (?:that the House )?(?:to )?(?:agree to|concur in) the Senate amendments?{AGREED}",
            "concurrence",
        ),
        (
            rf"\bOn motion to (?:concur|agree) in [^:]*\bSenate a\w+\b[^:]*\bwith (?:an )?amendment\b.*?{AGREED}",
            "amendment-passage",
        ),
        (rf"\bOn motion to concur in portion of Senate a\w+\b.*?{AGREED}", "amendment-passage"),
        (rf"\bOn motion to concur in portion of Senate a\w+\b.*?{FAILED}", "concurrence-failure"),
        (r"\bOn motion that the House agree with an amendment to the Senate amendments?\b", "amendment-passage"),
        (r"^House agreed to Senate amendments? with an amendment\b", "amendment-passage"),
        (r"^House agreed to Senate amendments?\b(?! with)", "concurrence"),  # not captured
        (
            rf"^On motion that the House suspend the rules and (?:agree to|concur in) the Senate amendments?{AGREED}",
            "concurrence",
        ),  # not captured
        (
            rf"^On motion that the House suspend the rules and (?:agree to|concur in) the Senate amendments?{FAILED}",
            "concurrence-failure",
        ),  # not captured
        (rf"\bOn motion that the House (?:agree to|concur in) the Senate amendments?{FAILED}", "concurrence-failure"),
        (r"\breceded from its amendments?\b", "concurrence"),  # not captured
        (r"\bSenate agreed to the House amendments?\b.*\bwith an amendment\b", "amendment-passage"),  # not captured
        (r"\bSenate disagrees to\b", "concurrence-failure"),
        (r"\brequests?(?:ed)? (?:for )?a?\s?conference\b|\bto conference\b", "conference"),
        (r"\bconferees?\b", "conference"),
        (r"^Conference\b", "conference"),
        (r"\bconference report\b.* for consideration\b", "conference"),
        (rf"\bOn agreeing to the conference report{AGREED}", "conference-passage"),
        (r"\bSenate agreed to conference report\b", "conference-passage"),
        # to the President and after
        (r"^Cleared for White House\b", "enrolling"),  # not captured
        (r"^Presented to President\b", "executive-receipt"),
        (r"^Signed by President\b", "executive-signature"),
        (r"^(?:Pocket )?Vetoed by President\b", "executive-veto"),
        (r"\bTwo-thirds\b.*\bthe (?:bill|(?:joint )?resolution) is passed\b", "veto-override-passage"),  # n. c.
        (r"^Passed (?:House|Senate) (?:of )?over veto\b", "veto-override-passage"),  # not captured
        (
            rf"^On passage, the objections of the President\b.* notwithstanding{AGREED}",
            "veto-override-passage",
        ),  # n. c.
        (
            rf"^On passage, the objections of the President\b.* notwithstanding{FAILED}",
            "veto-override-failure",
        ),  # n. c.
        (r"^Failed of passage in (?:House|Senate) over veto\b", "veto-override-failure"),  # not captured
        (r"\bMotion to table the veto message\b.*\bagreed to\b", "deferral"),
        (r"^Became (?:Public|Private) Law\b", "became-law", "chaptered"),
        # order of business
        (r"\bMotion to waive\b.*\bagreed to\b", "rule-suspension"),
        (r"\bwaived? (?:all )?points? of order\b|\bwaives all points\b", "rule-suspension"),
        (r"\bClerk was authorized to correct\b", "correction"),
        (r"^On motion to postpone\b.*\bAgreed to\b", "deferral"),
        (r"^(?:On motion to (?:re)?commit|On motion that the [Cc]ommittee rise)\b", "procedural"),
        (r"^On motion to table\b|^Table motion to reconsider\b", "procedural"),
        (r"^Motions? to reconsider\b", "procedural"),
        (r"^Considered (?:as|by|under|pursuant|in)\b", "procedural"),
        (r"\bpreviously? question\b|\bprevious question\b", "procedural"),
        (r"\bfurther consideration\b|\bresumed (?:with )?(?:further )?consideration\b", "procedural"),
        (r"\bCommittee of the Whole\b|\bcommittee rose\b|\bCommittee rise\b", "procedural"),
        (r"^(?:Mr|Mrs|Ms|Miss|Dr)s?\. ", "procedural"),
        (r"^The (?:Chair|Speaker|House|Clerk)\b", "procedural"),
        (r"\bcloture\b", "procedural"),
        (r"^Motion to proceed\b", "procedural"),
        (r"^Motion to disagree\b|^Motion to table\b", "procedural"),
        (r"^Point of order\b", "procedural"),
        (r"^Veto message\b", "procedural"),
        (r"^Sponsor introductory remarks\b", "procedural"),
        (r"^Pursuant to\b", "procedural"),
        (r"\bproceedings on .* considered vacated\b", "procedural"),
        (r"^Resolution provides for consideration\b", "calendar"),
        (r"^At the conclusion of debate\b", "procedural"),
        (r"^[\w.,' ()]+ moved to reconsider\b", "procedural"),
    ],
    asides=[
        # motions announced, and what is only said about a vote
        (r"^The Speaker appointed (?:additional )?conferees\b.*", "conference"),
        (r"^(?:Floor summary: )?(?:[A-Z][A-Z' ]{4,}|[A-Z]+) - .*", "procedural"),
        (r"^(?:Mr|Mrs|Ms|Miss|Dr)\. [^:]*? (?:moved|brought up)\b.*", "procedural"),
        (r"^Motion by Senator .* (?:made|entered|withdrawn) in Senate\b.*", "procedural"),
        (r"^Motion by Senator .* (?:rejected in Senate|rendered moot)\b.*", "procedural"),
        (r"^Motion by Senator .* to reconsider\b.*", "procedural"),
        (r"^Motion by Senator .* to instruct\b.*", "procedural"),
        (r"^(?:Upon reconsideration, )?Cloture\b.*", "procedural"),
        (r"^Motion to proceed\b.*", "procedural"),
        (r"^(?:Motion|Motion by Senator .*) to table\b[^.]*\bAmendment SA 0\b.*\bnot agreed to\b.*", "procedural"),
        (r"^(?:Motion|Motion by Senator .*) to table\b[^.]*\bAmendment SA 0\b.*\bagreed to\b.*", "amendment-failure"),
        (r"^Rule(?:s Committee Resolution| provides)\b.*", "calendar"),
    ],
)

MOTIONS = MotionTable(
    [
        (r"\btable\b.*\breconsider", ("procedural",), "procedural"),
        (r"\breconsider", ("reconsideration",), "procedural"),
        (r"\btable\b.*\bamendment\b", ("tabling", "amendment"), "procedural"),
        (r"\btable\b", ("tabling",), "kills"),
        (r"\bpostpone\b", ("deferral",), "kills"),
        (r"\b(?:re)?commit\b", ("referral",), "kills"),
        (r"\bon the Motion to Refer\b|\bon Motion to Refer\b", ("referral",), "kills"),
        (r"\bObjections of the President\b|\bOverrid(?:e|ing) the Veto\b|\bVeto\b", ("veto-override",), "advances"),
        (r"\bconference report\b", ("conference",), "advances"),
        (r"\binstruct conferees\b|\bconferees\b", ("procedural",), "procedural"),
        (r"\b(?:concur|agree)\b.*\b(?:House|Senate) Amendments?\b.*\bwith\b.*\bAmendment\b",
         ("concurrence", "amendment"), "advances"),
        (r"\b(?:concur|agree(?:ing)?)\b.*\b(?:House|Senate) Amendments?\b", ("concurrence",), "advances"),
        (r"\bcloture\b", ("procedural",), "advances"),
        (r"\bmotion to proceed\b", ("procedural",), "advances"),
        (r"\bwaive\b", ("rule-suspension",), "advances"),
        (r"\bpoint of order\b|\bdecision of the chair\b|\bappeal\b", ("procedural",), "unknown"),
        (r"\bdischarge\b", ("discharge",), "advances"),
        (r"\bprevious question\b|\bconsideration of the\b|\badjourn\b|\bcommittee rise\b|\bapprov\w+ the Journal\b",
         ("procedural",), "procedural"),
        (r"\bsuspend the rules and (?:pass|agree|concur)", ("passage",), "advances"),
        (r"^(?:On )?Agreeing to the Amendments?\b|\bOn the Amendment\b", ("amendment",), "amends"),
        (r"^On (?:Passage|Agreeing to the (?:Concurrent |Joint )?Resolution)\b", ("passage",), "advances"),
        (r"^On the (?:Joint |Concurrent )?Resolution\b", ("passage",), "advances"),
        (r"^On the Motion\b", ("procedural",), "unknown"),
    ]
)  # fmt: skip
