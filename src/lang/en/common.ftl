site-name = Bông Sen
skip = Skip to main content
nav-home = Home
nav-rules = Rules
nav-gallery = Works
nav-results = Results
nav-submit = Hand in
nav-main = Main
nav-judge = Judging desk
nav-office = Secretaries’ desk
nav-organizer = Organizers’ desk
nav-judging = Run the judging
nav-ranking = Ranking
nav-admin = Administration
nav-account = Account
nav-sign-in = Sign in
nav-sign-up = Sign up
nav-sign-out = Sign out
nav-desks = Desks
language-other = Tiếng Việt
language-label = Read in Vietnamese
footer-contact = Help: { $contact }
footer-privacy = Personal data
footer-all-contests = All contests
back = Back
save = Save
cancel = Cancel
close = Close
yes = Yes
no = No
optional = optional
errors-title = { $count ->
    [one] One thing to fix
    *[other] { $count } things to fix
}
field-required = Please fill this in.
field-too-long = This is longer than { $max } characters.
field-not-number = This must be a number.
field-not-date = This is not a date; please write it like 05/01/2026.
field-not-time = This is not a date and time.
error-page-title = { $status ->
    [400] That request was not understood
    [401] Please sign in
    [403] Not allowed
    [404] Page not found
    [409] It has changed meanwhile
    [405] That request was not understood
    [413] That was too large
    [422] Please check what was sent
    [429] Too many attempts
    [503] The system is busy
    *[other] Something went wrong
}
error-404 = There is no such page, or you may not see it. Please check the address or start from the home page.
error-400 = The system could not read what was sent. Please go back to the previous page and try again.
error-408 = What you were sending stopped on the way, so it was not taken. What was saved before is still there. Please check the connection and send it again.
error-413 = What was sent is larger than allowed, so it was not taken. What was saved before is still there. Please make it smaller and send it again.
error-429 = Too many attempts. Please wait { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
} and try again.
error-500 = The fault is ours, not yours. What was saved is still there. Please try again in a few minutes.
error-503 = The system is busy. Please try again in a few minutes.
error-csrf = The request did not come from a page of this site, so it was not carried out. Please open the page again and retry.
error-conflict = Somebody has just changed this. Please look at the newest version and go on from there.
error-request = Request number, to quote to the organizers if needed: { $id }
denied-sign-in = Please sign in to go on.
denied-role = This account is not assigned to do this. If it should be, please contact the organizers.
denied-not-yours = This belongs to another account. Please check that you are signed in with the right one.
denied-phase = This cannot be done in the current phase of the contest. Please see the dates on the Rules page.
denied-time = It is too early or too late to do this. Please see the dates on the Rules page.
denied-state = Something has changed, so this can no longer be done. Please reload the page.
denied-same-person = This needs two different people: who proposed it cannot approve it.
denied-conflict = This cannot be done because of a conflict of interest. If that is not right, please tell the secretaries.
phase-draft = Preparing
phase-open = Open for works
phase-intake = Checking works
phase-preliminary = Preliminary round
phase-final = Final round
phase-deliberation = Deliberation
phase-published = Published
phase-archived = Archived
role-admin = Administrator
role-organizer = Organizer
role-secretary = Secretary
role-head_judge = Head judge
role-judge = Judge
role-entrant = Entrant
state-draft = Draft
state-submitted = Handed in
state-correction = Correction wanted
state-accepted = Accepted
state-refused = Not accepted
state-withdrawn = Withdrawn
state-disqualified = Disqualified
late = Late
on-behalf = Entered on behalf
