money = { $n } đồng
time-units = day|days|hour|hours|minute|minutes|second|seconds
time-over = Time is up
time-begun = Now open
limit-text-required = The text is typed or pasted into the form.
limit-text-or-file = The text is typed, pasted or sent as a file.
limit-text-optional = Text may be added.
limit-words = At most { $n } words.
limit-lines = At most { COUNT($n) } lines (without title and empty lines).
limit-files-up-to = { $role }: optional, at most { $n ->
    [one] one file
   *[other] { $n } files
} ({ $kinds })
limit-files-exact = { $role }: { $n ->
    [one] one file
   *[other] { $n } files
} ({ $kinds })
limit-files-range = { $role }: { $min } to { $max } files ({ $kinds })
limit-size = each at most { $size }
limit-pixels = long side at least { $n } px
limit-minutes = at most { $n ->
    [one] one minute
   *[other] { $n } minutes
}
limit-file-words = at most { $n } words
limit-caption = with a caption for each file
limit-published-within = The work was published between { $from } and { $to }.
limit-published-must = The work has been published.
limit-published-not = The work has not been published in any form.
limit-published-either = Both published and unpublished works are welcome.
limit-facts = To be given: { $facts }.
limit-fact-outlet = where it was published
limit-fact-date = the date
limit-fact-link = a link or a scan
limit-authors = Who may enter: { $kinds }; at most { $n ->
    [one] one named author
   *[other] { $n } named authors
}.
limit-authors-one = Who may enter: { $kinds }.
limit-entries = Each author may send at most { $n ->
    [one] one work
   *[other] { $n } works
}.
limit-no-ai = Works made with artificial intelligence are not accepted.
author-kind-individual = individuals
author-kind-several = co-authors
author-kind-group = groups of authors
author-kind-collective = collectives
rules-title = Rules
rules-draft = The contest is being prepared. The rules will appear here when it opens.
rules-none = The rules have not been posted yet.
rules-contents = On this page
rules-text = Text of the rules
rules-version = Version { $n }, posted { $time }.
rules-dates = Dates
rules-date-launch = Launch
rules-date-open = Opens
rules-date-deadline = Deadline
rules-date-preliminary = Preliminary round (planned)
rules-date-final = Final round (planned)
rules-date-publication = Results (planned)
rules-categories = Categories and what they ask
rules-rubrics = How works are scored
rules-rubrics-intro = Judges score by the criteria below. Open a criterion to see its four levels.
rules-prizes = Prizes
rules-blind = Judged blind: judges do not see the author's name.
rules-not-blind = Judges see the author's name.
rules-rubric-link = Rubric: { $name }
rules-scale = Out of { $scale } points, in steps of { $step }.
rules-used-for = Used for: { $names }.
rules-points = { $n } points
rules-prize-for = Group
rules-prize-level = Prize
rules-prize-count = Number
rules-prize-money = Money each
rules-prize-collective = Collectives
contests-title = Contests
contests-none = No contest has been opened yet.
contests-deadline = Deadline: { $time }
contests-open = Go to the contest
time-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
time-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
time-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
