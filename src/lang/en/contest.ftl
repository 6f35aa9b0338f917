contest-code-taken = The code { $code } is already used by another contest.
contest-stale = Somebody has just changed this. What you typed is still below; what is stored now appears beside each field that differs.
contest-phase-moved = Somebody has just moved the contest to another phase. Please look at the page again.
step-confirm-needed = Please read the warnings and tick the confirmation before moving on.
step-open-does = Entrants can hand in works from the opening time to the deadline.
step-open-does-public = The home page, rules, categories and rubrics become visible to everyone.
step-open-no-rules = There is no text of the rules.
step-open-no-open = There is no opening time.
step-open-no-deadline = There is no deadline.
step-open-deadline-past = The deadline has already passed.
step-open-no-categories = There are no categories.
step-open-no-rubric = The category “{ $name }” has no rubric in some round.
step-open-no-rounds = There are no rounds of judging.
step-open-rubric-sum = The criteria of the rubric “{ $name }” add up to { $sum }; they must add up to { $scale }.
step-ties-criterion = The tie policy names criterion { $n }, but the rubric “{ $name }” has only { $has }. Please change the policy or the rubric.
step-open-before-date = The opening time has not come: everyone can read the rules at once, but works can be handed in only from then.
step-intake-does = Submissions close: entrants can no longer hand in or change works.
step-intake-does-check = The secretaries check { $n ->
    [one] the one work still waiting
   *[other] the { COUNT($n) } works still waiting
}; entrants can still answer correction requests.
step-intake-early = The deadline has not come. Moving now closes submissions earlier than announced.
step-intake-grace = The deadline has just passed; works begun before it may still finish within { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
} of it.
step-intake-drafts = { $n ->
    [one] One draft has not been handed in; its owner
   *[other] { COUNT($n) } drafts have not been handed in; their owners
} will no longer be able to.
step-preliminary-does = Opens the preliminary round for { $n ->
    [one] one accepted work
   *[other] { COUNT($n) } accepted works
}; judges see what is assigned to them.
step-preliminary-does-freeze = The list of works is settled: no more are taken in or reconsidered.
step-preliminary-submitted = { $n ->
    [one] One work has
   *[other] { COUNT($n) } works have
} not been checked.
step-preliminary-correction = { $n ->
    [one] One work is
   *[other] { COUNT($n) } works are
} waiting for a correction.
step-preliminary-codes = { $n ->
    [one] One accepted work has
   *[other] { COUNT($n) } accepted works have
} no blind code.
step-preliminary-nothing = No work has been accepted.
step-no-round = This round of judging is not set up.
step-thin-panel = { $name }: the panel has { $n ->
    [one] one judge
   *[other] { $n } judges
}; each work needs { $quota }.
step-short-works = { $n ->
    [one] One work does
   *[other] { COUNT($n) } works do
} not have enough judges assigned.
step-round-open = The round before is not closed; { $n ->
    [one] one score sheet is
   *[other] { COUNT($n) } score sheets are
} not handed in.
step-final-does = Opens the final round for { $n ->
    [one] the one work
   *[other] the { COUNT($n) } works
} that went through.
step-final-nothing = No works have been chosen for the final round.
step-deliberation-does = Scoring ends; deliberation begins and prizes are proposed.
step-published-does = Publishes the results to everyone.
step-published-by-two = Publishing takes two people: one proposes and another approves, on the results page.
step-archived-does = Archives the contest: results stay visible, nothing changes any more.
step-archived-warn = An archived contest cannot be opened again.
extend-in-the-past = The new deadline must lie in the future.
extend-not-later = The new deadline must be later than the current one.
extend-no-reason = Please give the reason; it is sent to the entrants.
dates-deadline-by-extension = The contest is open: to change the deadline use the extension page, so that every entrant is told.
dates-order = This must not be before the date above it.
dates-grace = The grace period is between 0 and 1,440 minutes.
mail-extended-subject = The deadline is now { $until }
mail-extended-body =
    Dear { $name },

    The organizing committee has moved the deadline of { $contest } to { $until }.

    Reason: { $reason }

    Until then you can hand in a draft or change a work at: { $link }

    Yours sincerely,
    The organizers
dates-open-already = Submissions are open, so the opening date cannot be moved into the future.
