"""New Jersey's words for what happens to a bill. Data, not code.

The rules read the raw code that ends each action's text (see codes.py), whole, so that no new code is classed by a
part of it. "not captured": a code known from other legislatures. A committee reports with amendments or as a
substitute under the same number, so both are amendments; SUB BY is what replaces a bill.
"""

from scrapers.classify import ActionTable, MotionTable

ACTIONS = ActionTable(
    [
        # introduction and referral
        (r"\[INT 1R[AS] REF \S+\]$", "introduction", "reading-1", "referral-committee"),
        (r"\[INT 1R[AS] [AS]WR 2R[AS]\]$", "introduction", "reading-1", "discharged", "reading-2"),
        (r"\[(?:REF|TRANS|RCM) \S+\]$", "referral-committee"),
        # committees
        (r"\[REP(?:/(?:ACA|SCA|ACS|SCS))? 2R[AS]\]$", "committee-passage", "reading-2"),
        (r"\[REP(?:/(?:ACA|SCA|ACS|SCS))? REF \S+\]$", "committee-passage", "referral-committee"),
        (r"\[REP/(?:ACA|SCA|ACS|SCS) (?:2R[AS]|REF \S+)\]$", "amendment-passage"),
        (r"\[NOT REP/(?:ACA|SCA|ACS|SCS) \S+\]$", "amendment-passage", "held"),
        # from the other house
        (r"\[R/[AS]\]$", "receipt"),  # not captured
        (r"\[R/[AS] REF \S+\]$", "receipt", "referral-committee"),
        (r"\[R/[AS] [AS]WR 2R[AS]\]$", "receipt", "discharged", "reading-2"),
        (r"\[R/[AS] 2R[AS][CG]\]$", "receipt", "reading-2"),
        # the floor
        (r"\[(?:AA|SA|AS|SS) 2R[AS]\]$", "amendment-passage", "reading-2"),
        (r"\[CONCUR (?:AA|SA)\]$", "amendment-passage"),
        (r"\[(?:(?:CV R/[AS] )?2R[AS]G )?P[AS](?: PBH| FILE)?\]$", "passage"),
        # passed both houses: one text, on its way to the Governor or the Secretary of State
        (r"\[P[AS] PBH\]$", "enrolling"),
        (r"\[LST[AS]\]$", "failure"),  # not captured
        (r"\[(?:RCON/V|RSND/V|RSND/ACT OF)\]$", "reconsideration"),
        (r"\[ER\]$", "rule-suspension"),  # not captured
        # motions: what is moved stands in the comment, in the clerks' abbreviations
        (r"^Motion: (?:To )?Sus(?:pend)?\b.*\[MOTION\]$", "rule-suspension"),
        (r"^Motion: To (?:Aa|Sa|As|Ss)\b(?!.*\bLost\b).*\[MOTION\]$", "amendment-introduction"),
        (r"^Motion: To (?:Aa|Sa|As|Ss) Lost\b.*\[MOTION\]$", "amendment-failure"),
        (r"^Motion: To Table (?:Aa|Sa|As|Ss)\b(?!.*\bLost\b).*\[MOTION\]$", "amendment-failure"),
        (r"^Motion: (?:To )?Table \(.*\[MOTION\]$", "procedural"),
        (r"^Motion: (?:To )?(?:Relieve|Override|Reconsider|Strike)\b.*\[MOTION\]$", "procedural"),
        (r"^Motion: (?:Out of Order|(?:Rule )?0:0)\b.*\[MOTION\]$", "procedural"),
        # the Governor
        (r"\[(?:CV|AV) R/[AS](?: (?:1R|2R)[AS]G(?: P[AS])?)?\]$", "executive-veto", "receipt"),
        (r"\[(?:CV R/[AS] )?1R[AS]G\]$", "reading-1"),
        (r"\[(?:CV R/[AS] )?2R[AS]G(?: P[AS])?\]$", "reading-2"),
        (r"\[PV\]$", "executive-veto"),
        (r"\[APP(?: W/LIV)?\]$", "executive-signature"),
        (r"\[APP W/LIV\]$", "executive-veto-line-item"),
        (r"\bP\.L\. ?0\b.*\[APP(?: W/LIV)?\]$", "became-law", "chaptered"),
        # other ends
        (r"\[SUB BY\]$", "substitution"),
        (r"\[COMB/W\]$", "substitution"),
        (r"\[W\]$", "withdrawal"),
        # no sponsor gave it up: its text is law by a bill of the last legislature
        (r"\[WITHDRAWN APP\]$", "substitution"),
        # the record
        (r"\[SUB FOR\]$", "procedural"),
        (r"\[FSS\]$", "procedural"),
        (r"\[(?:ASM|SEN) COPY ON DESK\]$", "procedural"),
        (r"\[PUBLIC HEARING\]$", "hearing-held"),  # not captured
        (r"\[PH ON DESK (?:ASM|SEN)\]$", "procedural"),  # not captured
        (r"\[(?:SUTC|PHBC) REVIEWED\]$", "procedural"),  # not captured
    ]
)

# no vote file was captured: these are the wordings public readers of the files name, and their like
MOTIONS = MotionTable(
    [
        (r"\bOVERRIDE\b", ("veto-override",), "advances"),
        (r"\bRECON(?:SIDER)?\b", ("reconsideration",), "procedural"),
        (r"\bTABLE\b.*\bAMEND", ("tabling", "amendment"), "procedural"),
        (r"\bTABLE\b", ("tabling",), "kills"),
        (r"\bRELIEVE\b", ("discharge",), "procedural"),
        (r"\b(?:EMERG(?:ENCY)?|SUSPEND)\b", ("rule-suspension",), "procedural"),
        (r"\bCONCUR(?:RENCE)?\b", ("concurrence",), "advances"),
        (r"^Not rep\b", ("hold",), "kills"),
        (r"^held\b", ("hold",), "kills"),
        (r"^r(?: w/o rec\.|/)", ("committee-passage",), "advances"),
        (r"\bAMEND(?:MENT)?S?\b", ("amendment",), "amends"),
        (r"\b(?:FINAL PASSAGE|3RDG)\b", ("passage",), "advances"),
    ]
)
