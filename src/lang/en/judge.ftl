judge-mark-not-number = A mark must be a number, such as 8.5.
judge-mark-range = The mark must be from 0 to { $max }.
judge-mark-step = The mark must be in steps of { $step }.
judge-mark-unknown = This criterion is not in the rubric of this work.
judge-mark-missing = No mark yet: { $criterion }.
judge-work-gone = This work is no longer in the contest and needs no marks.
judge-sheet-gone = This sheet was given to somebody else or cancelled.
judge-list-title = Judging desk
judge-list-empty = No works are assigned to you yet
judge-list-empty-hint = When the organizers open a round and assign works, they appear here and you are told.
judge-handed-in-notice = The sheet for { $code } is handed in.
judge-progress = Progress, { $round }
judge-progress-text = { COUNT($done) } of { COUNT($all) } sheets handed in
judge-round-closed-note = This round is closed; its sheets are locked, you can still read them.
judge-aside-note = { $n ->
    [one] You set one work aside for later.
    *[other] You set { $n } works aside for later.
}
judge-next = Judge { $code }
judge-all-done = You have handed in a sheet for every work assigned to you. Thank you!
judge-col-code = Blind code
judge-col-title = Title
judge-col-state = State
judge-col-total = Your total
judge-state-handed-in = Handed in
judge-state-locked = Locked, not handed in
judge-state-aside = Set aside
judge-state-new = Not begun
judge-state-begun = Marked { $n } of { $all }
judge-state-ready = All marked, not handed in
judge-histogram = Your totals: { $category }
judge-histogram-bin = Points
judge-histogram-count = Works
judge-histogram-table = Show as a table
judge-desk-title = Judge { $code }
judge-back-to-list = List
judge-back-to-sheet = Back to the sheet
judge-previous = Previous work
judge-following = Next work
judge-sheet = Score sheet
judge-saving = Saving…
judge-local = Kept on this device, will be sent when the network is back
judge-saved = Saved on the server
judge-invalid-template = The mark must be from 0 to { $max }, in steps of { $step }.
judge-missing-template = (criteria left: { $n })
judge-comment = Comment
judge-comment-hint = The organizers may pass comments on to the author.
judge-recognise = I recognise the author of this work
judge-total = Total
judge-hand-in = Hand in
judge-later = Later
judge-undo = Undo
judge-levels = Levels: { $criterion }
judge-levels-open = Show the levels
judge-band = { $from }–{ $to } points
judge-done-handed-in = Handed in at { $at }. To change it, ask the head judge to open the sheet again.
judge-done-locked = The sheet is locked because the round is closed.
judge-clash-title = This sheet was changed elsewhere
judge-clash-text = Perhaps it is open in two windows or on two devices. Nothing was overwritten; please choose which version to keep.
judge-clash-locked-title = This sheet cannot be changed any more
judge-clash-locked-text = The sheet is handed in or the round is closed, so what you just typed was not saved. Below is what is saved and what you typed.
judge-clash-table = The two versions of the sheet
judge-clash-what = Item
judge-clash-theirs = Saved
judge-clash-mine = You typed
judge-clash-use-mine = Keep what I typed
judge-clash-use-theirs = Use what is saved
judge-recuse-title = Stop judging { $code }?
judge-recuse-what = If you recognise the author, or have a tie that makes it hard to be fair, please say so here. It is the right thing to do and has no consequence for you.
judge-recuse-hidden = The work leaves your list.
judge-recuse-void = Your sheet for it, not handed in yet, becomes void; its marks do not count.
judge-recuse-told = The head judge is told and gives the work to somebody else.
judge-recuse-reason = Reason
judge-recuse-hint = Only secretaries and organizers can read it. There is no need to name the author.
judge-recuse-do = Stop judging this work
judge-published = Published: { $outlet } { $on }
judge-published-link = See it as published
judge-text-counts = { COUNT($lines) } lines · { COUNT($words) } words
judge-viewer = Pictures
judge-viewer-previous = Previous picture
judge-viewer-next = Next picture
judge-viewer-zoom = Zoom in
judge-picture = Picture { $n }
judge-file = File
judge-file-withheld = { $file }: the secretaries are still checking that it does not name the author; please come back later.
judge-open-pdf = Open the PDF in a new tab
judge-nothing-to-see = There is nothing to see of this work yet. Please tell the secretaries.
judge-round-is-closed = This round is closed and cannot be changed any more.
judge-panel-no-judge = { $name } does not hold the role of a judge in this contest.
judge-panel-head-not-member = The head judge must be a member of the panel.
judge-panel-head-role = { $name } does not hold the role of a head judge in this contest.
judge-panel-has-open = { $name } still has { $n ->
    [one] one open sheet
   *[other] { $n } open sheets
}. Please replace the judge, so that somebody else gets those works.
judge-open-needs-preliminary = The contest is not in its preliminary phase yet. Please move it there before opening the round.
judge-open-needs-final = The contest is not in its final phase yet. Please move it there before opening the round.
judge-open-not-planned = This round was opened before.
judge-open-no-panel = { $group }: { $n ->
    [one] one work
   *[other] { COUNT($n) } works
}, but no panel.
judge-open-no-head = { $group }: no head judge.
judge-open-short = { $group }: { $n ->
    [one] one work has
   *[other] { COUNT($n) } works have
} fewer than { $quota ->
    [one] one judge
   *[other] { $quota } judges
}.
judge-open-no-panels = There is no panel yet.
judge-close-not-open = This round is not open.
judge-close-changed = The number of open sheets has changed; it is now { COUNT($n) }. Please look again before you decide.
judge-close-unequal = The rules add scores up, so the works of a category need equal numbers of sheets; { $category } has from { $fewest } to { $most }. Please assign more judges, or open the extra sheets again, before you close the round.
judge-assign-not-member = This person is not on the panel.
judge-assign-not-here = One of the works does not belong to this round and group.
judge-assign-conflict = { $code } cannot be assigned: there is a conflict of interest.
judge-assign-none = Please choose at least one work.
judge-unassign-begun = The judge has begun on this work, so it cannot be unassigned.
judge-replace-same = Please choose two different people.
judge-replace-no-judge = The replacement must hold the role of a judge in this contest.
judge-plan-changed = The assignment changed while you looked, so the plan is no longer the one shown. Please look at the new plan.
judge-plan-nothing = The plan changes nothing.
judge-run-title = Judging
judge-run-intro = Set up a panel for each group, assign works, follow progress and print sheets. Works appear here under their blind codes only.
judge-round-planned = Not open yet
judge-round-open = Being judged
judge-round-closed = Closed
judge-round-do-open = Open the round
judge-round-do-close = Close the round
judge-round-quota = Each work needs { $n ->
    [one] one judge
   *[other] { $n } judges
}.
judge-panels-of = Panels, { $round }
judge-panel-make = Set up a panel
judge-panel-make-for = Set up a panel for { $group }, { $round }
judge-col-group = Group
judge-col-category = Category
judge-col-judges = Judges
judge-col-judge = Judge
judge-col-works = Works
judge-col-short = Short of judges
judge-col-progress = Progress
judge-col-handed-in = Sheets handed in
judge-col-left = Left
judge-col-untouched = Not begun
judge-col-recused = Stopped judging
judge-col-last = Last saved
judge-col-sheets = Sheets
judge-col-why = Why
judge-never = Never
judge-laggards = Sheets still open
judge-open-title = Open the round { $round }
judge-open-what = Once it is open, judges see the works assigned to them, are told, and begin.
judge-open-panels = Panels
judge-open-judges = Judges
judge-open-works = Works
judge-open-sheets = Sheets that go to judges
judge-close-title = Close the round { $round }
judge-close-what = Closing locks every sheet. Only sheets that were handed in count.
judge-close-open = { $n ->
    [one] One sheet is still open. If you close now, it does not count.
    *[other] { COUNT($n) } sheets are still open. If you close now, they do not count.
}
judge-close-handed-in = Sheets handed in
judge-close-open-sheets = Sheets still open
judge-members = Members of the panel
judge-members-empty = The panel has no members yet.
judge-head = Head judge
judge-head-hint = Only people who hold the role of a head judge.
judge-head-none = None yet
judge-left = Left the panel
judge-to-plan = Assign by plan
judge-to-hand = Assign by hand
judge-to-members = Members
judge-to-replace = Replace a judge
judge-to-conflicts = Conflicts of interest
judge-papers = Sheets and tables to print
judge-paper-blank = Blank score sheets
judge-paper-filled = Sheets of { $name }
judge-paper-summary = Summary of scores
judge-paper-summary-of = Summary of scores, { $category }
judge-paper-later = Filled sheets and the summary can be read once the round is closed.
judge-paper-issuer = THE ORGANIZERS
judge-paper-sign = (Signature and full name)
judge-paper-how = Print with your browser. Each sheet takes one page of A4; this heading is not printed.
judge-paper-sheet = SCORE SHEET
judge-paper-round = Round
judge-paper-no = No.
judge-paper-criterion = Criterion
judge-paper-max = Maximum
judge-paper-points = Points
judge-paper-step = Points in steps of { $step }.
judge-paper-scale = Scale of { $scale }
judge-paper-date = { $place ->
    [none] Date:
   *[other] { $place },
} { $day }/{ $month }/{ $year }
judge-paper-date-blank = { $place ->
    [none] Date:
   *[other] { $place },
} …/…/…
judge-paper-judge = JUDGE
judge-paper-secretary = SECRETARY
judge-paper-head = HEAD JUDGE
judge-paper-sum = Sum
judge-paper-mean = Mean
judge-paper-rank = Rank
judge-paper-incomplete = incomplete
judge-paper-none = This judge has handed nothing in yet
judge-works-empty = There is no accepted work in this round yet.
judge-recused-title = To be assigned again
judge-recused-line = { $name } stopped judging { $code }.
judge-state-marking = Being marked
judge-reopen = Open again
judge-reopen-of = Open the sheet of { $name } for { $code } again
judge-reopen-title = Open the sheet for { $code } again
judge-reopen-what = { $name } can change the marks and has to hand the sheet in again. The copy that was handed in is kept, and the act is logged.
judge-reason = Reason
judge-unassign = Unassign
judge-unassign-of = Unassign { $code } from { $name }
judge-page-previous = Previous page
judge-page-next = Next page
judge-no-candidates = The contest has no judges yet
judge-no-candidates-hint = Please invite judges among the members of the contest, then come back.
judge-choose = Please choose
judge-replace-intro = Sheets that were handed in remain valid. Works not handed in go to the new judge, except where there is a conflict of interest.
judge-replace-from = Judge to replace
judge-replace-to = Replacement
judge-replace-look = See what it will change
judge-replace-who = { $to } in place of { $from }
judge-replace-kept = Sheets handed in, kept
judge-replace-dropped = Open sheets, dropped
judge-replace-given = Works that move
judge-replace-not-given = Works that cannot move
judge-replace-not-given-note = These cannot move because of a conflict of interest, or because the new judge has them already; please give them to somebody else.
judge-replace-do = Replace the judge
judge-hand-option = { $name } (has { $n })
judge-hand-show = Show the works
judge-hand-give = Give
judge-hand-give-code = Give { $code }
judge-hand-has = Assigned
judge-hand-conflict = Conflict
judge-hand-do = Give to { $name }
judge-plan-empty = There can be no plan yet
judge-plan-empty-hint = The panel needs members, and the round needs accepted works.
judge-plan-sentence = { $judges ->
    [one] One judge
   *[other] { COUNT($judges) } judges
} × { $works ->
    [one] one work
   *[other] { COUNT($works) } works
} × { $quota }: { $mean } each on average (from { COUNT($least) } to { COUNT($most) }).
judge-plan-loads = Works for each judge
judge-plan-has = Has now
judge-plan-gets = Will have
judge-plan-new = New
judge-plan-removed = Taken away
judge-plan-kept = Kept
judge-plan-unfilled = Sheets still lacking
judge-plan-connected = Works are judged by varied pairs, so the marks of all judges can be compared.
judge-plan-apart = { $category } falls into { $n } groups that have no judge in common.
judge-plan-apart-one = Each work has one judge only.
judge-plan-apart-stuck = No change of assignments can connect the groups.
judge-plan-unmet-title = Not enough judges
judge-plan-unmet = { $code } lacks { $n ->
    [one] one judge
   *[other] { $n } judges
} (on the panel without a conflict: { $eligible }).
judge-plan-removed-line = { $code } leaves { $name }:
judge-plan-because-conflict = there is a conflict of interest now.
judge-plan-because-gone = the judge or the work is not in the round any more.
judge-plan-because-moved = to even out the loads.
judge-plan-do = { $n ->
    [one] Make one assignment
    *[other] Make { COUNT($n) } assignments
}
judge-plan-other = Another plan
judge-plan-anchors = Works for everybody
judge-plan-anchors-hint = Three to five blind codes with commas between them. Shared works help to compare how severe judges are.
judge-plan-anchor-unknown = No such blind code: { $codes }.
judge-plan-rebalance = Works that nobody has begun may move
judge-plan-rebalance-hint = What was begun always stays.
judge-plan-seed = Plan number
judge-plan-seed-hint = Another number gives another plan that is as good; the same number always gives the same plan.
judge-plan-look = See the plan
judge-conflict-hidden = Who judges is told that there is a conflict, but not why, so that no author is given away.
judge-conflict-none = No conflict found.
judge-conflict-no-code = No work of this round has this blind code.
judge-why-same-person = Handed in this work
judge-why-entered = Has a work in the contest
judge-why-author-name = Same name as an author
judge-why-guardian = Same name as a guardian
judge-why-same-unit = Same unit
judge-why-declared = Declared by the judge
judge-why-pinned = Noted by a secretary
judge-pin-title = A secretary's note
judge-pin-intro = For a conflict that the system does not see, or for a likeness of name or unit that means nothing.
judge-pin-as = Note
judge-pin-present = There is a conflict
judge-pin-absent = There is none
judge-pin-absent-hint = Not possible when the judge handed in the work or declared the conflict.
judge-pin-nothing = Take the note back
judge-pin-do = Save the note
judge-plan-free-more = Please add a judge without a conflict of interest to the panel.
judge-plan-free-room = Please raise the maximum number of works of { $names }.
judge-conflict-now = There is a conflict of interest between you and this work, so the sheet cannot be handed in. The marks you entered are kept. Please tell the secretaries, or choose “I recognise this author”.
judge-reopened-why = This sheet was reopened. Reason: { $reason }
judge-open-held = { $group }: { $n ->
    [one] one work has a file
   *[other] { COUNT($n) } works have files
} that judges cannot see yet ({ $codes }). A secretary has to look and release them, or put a copy without names in their place.
judge-open-conflicts = { $group }: { $n ->
    [one] one work is
   *[other] { COUNT($n) } works are
} assigned to a judge with a conflict of interest ({ $codes }). Please change the assignment before the round opens.
judge-close-short = { $n ->
    [one] If you close now, one work has too few sheets and gets no rank: { $codes }.
   *[other] If you close now, { COUNT($n) } works have too few sheets and get no rank: { $codes }.
}
judge-col-conflicts = Works not to judge
