home-read-rules = Read the rules
home-criteria = How works are scored
home-description = { $theme } – rules, dates and where to hand in a work.
home-draft = The contest is being prepared
home-opens = Opens { $time }
home-until-open = Opens in
home-left = Time left to hand in
home-until = until { $time }
home-submit = Hand in a work
home-mine = See my works
home-closed = Submissions are closed
home-closed-at = Deadline: { $time }
home-intake = The secretaries are checking the works.
home-judging = Judging is under way
home-results-planned = Results are planned for { $day }
home-published = The results are out
home-results = See the results
home-gallery = Read the works
home-road = Contest timeline
home-road-launch = Launch
home-road-open = Submissions
home-road-preliminary = Preliminary
home-road-final = Final
home-road-published = Results
home-road-until = until { $day }
home-date-later = to be announced
home-categories = Categories
home-group-more = What is asked
home-how = How to enter
home-how-1 = Create an account
home-how-1-text = with a phone number or an email.
home-how-2 = Fill in part by part
home-how-2-text = – you can stop, lose the network or change devices and go on.
home-how-3 = Hand in and keep the receipt
home-how-3-text = with its code; you can change the work until the deadline.
home-help = Not used to computers? Ask { $contact } to enter your work for you.
home-count = { $n ->
    [one] { $n } work so far
   *[other] { COUNT($n) } works so far
}
home-count-units = { $n ->
    [one] { $n } work so far
   *[other] { COUNT($n) } works so far
} from { $units ->
    [one] { $units } unit
   *[other] { COUNT($units) } units
}
