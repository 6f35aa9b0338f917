entry-stale = This was just changed elsewhere (in another window or on another device). Nothing has been overwritten.
entry-miss-category = Choose a category.
entry-miss-title = Give the work's title.
entry-published-must-not = This category only takes unpublished works. If the work was published, choose another category; if not, clear the publication fields.
entry-miss-outlet = Say where it was published or broadcast.
entry-miss-published-on = Give the day on which it was published or broadcast.
entry-published-future = This day has not come yet; please check the day of publication.
entry-published-outside = The work must have been first published or broadcast between { $from } and { $to }.
entry-miss-link-or-scan = Give the link to the published work, or send a scan under Files.
entry-link-bad = The link must begin with https:// or http://.
entry-miss-text = Type or paste the text of the work.
entry-miss-text-or-file = Type or paste the text of the work, or send a manuscript under Files.
entry-too-many-words = The text has { COUNT($is) } words; the rules allow at most { COUNT($max) }.
entry-too-many-lines = The text has { COUNT($is) } lines; the rules allow at most { COUNT($max) } (empty lines not counted).
entry-kind-not-here = This category does not take that kind of authorship. Choose another.
entry-too-many-authors = There are { $is } authors; this category takes at most { $max }.
entry-miss-author = Name the author.
entry-one-author-here = { $is } authors are named; this category takes one only. Please remove the others below, or change the category.
entry-one-author-only = { $is } authors are named; a single author is one person. Choose “Co-authors”, or remove some.
entry-miss-co-author = Name at least two people.
entry-miss-group-name = Give the group's name.
entry-miss-collective-name = Give the collective's name.
entry-miss-author-name = Give the full name of author { $n }.
entry-miss-birth = Give the birth date of { $name }.
entry-birth-future = This day has not come yet; please check the birth date.
entry-miss-guardian = { $name } is under 18: name a parent or guardian.
entry-miss-guardian-phone = Give the phone number of { $name }'s guardian.
entry-miss-guardian-consent = The consent of { $name }'s guardian is needed.
entry-miss-shares = Give each person's share; together they make 100%.
entry-shares-not-100 = The shares add up to { $sum }%; they must make 100%.
entry-share-whole = Please give the share as a whole number, for example 33, 33 and 34.
entry-share-range = A share is between 0 and 100.
entry-miss-file = { $role }: at least { $min } needed, { $have } sent.
entry-too-many-files = { $role }: at most { $max } taken.
entry-file-refused = The file “{ $name }” could not be taken. Remove it and send another.
entry-file-waiting = The file “{ $name }” is still being checked; please wait a moment.
entry-miss-caption = Write a caption for “{ $name }”.
entry-miss-commitment = To be confirmed: { $text }
entry-miss-ai = Say whether artificial intelligence was used.
entry-miss-ai-note = Say what artificial intelligence was used for.
entry-ai-not-here = This category does not take works made with artificial intelligence.

entry-fault-wrong-type = This is really a { $is } file; only { $accepts } can be taken here. Please choose another file.
entry-fault-unknown-type = The type of this file is not known; only { $accepts } can be taken here. Please choose another file.
entry-fault-locked = The file has a password and cannot be opened. Remove the password and send it again ({ $accepts }).
entry-fault-too-big = The file has { SIZE($size) }; the rules allow at most { SIZE($max) }.
entry-fault-over = The file is larger than { SIZE($max) }, the most that the rules allow. Please make it smaller and send it again.
entry-fault-too-small = The longer side of the picture has only { COUNT($is) } px; the rules ask for at least { COUNT($min) } px.
entry-fault-too-many-pixels = The picture measures { COUNT($width) } × { COUNT($height) } px, more than the { $max } million pixels that can be opened here. Please make it smaller.
entry-fault-too-long = This is { LENGTH($ms) } long; the rules allow at most { $max } minutes.
entry-fault-too-many-words = The file holds { COUNT($is) } words; the rules allow at most { COUNT($max) }.
entry-fault-empty = The file is empty. Please check it on your own machine.
entry-fault-cut = The end of the file is missing; perhaps it was not copied or downloaded completely. Please get it whole and send it again.
entry-fault-unreadable = The file is damaged and cannot be opened. Try to open it on your machine, save it again and send it.
entry-fault-none = No file was chosen.

entry-look-pixels = Look at “{ $name }”: longer side at least { COUNT($min) } px (the system could not measure it).
entry-look-minutes = Listen to or watch “{ $name }”: at most { $max } minutes (the system could not measure it).
entry-look-words = Read “{ $name }”: at most { COUNT($max) } words (the system could not count them).
entry-find-too-many = { $name } has sent { $is ->
    [one] one work
   *[other] { $is } works
} in this category; the rules allow { $max }.
entry-find-named = The name “{ $name }” appears in the summary or the text of a work that is judged blind.

entry-start-title = Hand in
entry-start-lead = Hand in a work for { $contest }.
entry-start-button = Hand in a work
entry-start-sign-in = Sign in to hand in
entry-start-sign-up = No account yet? Sign up
entry-start-left = Time left to hand in
entry-start-until = until { $time }
entry-start-not-yet = Submissions are not open yet. They open at { $time }.
entry-start-not-open = The contest is not taking works.
entry-start-over = The time to hand in is over.
entry-start-extended = You have been given more time, until { $time }.
entry-start-judge = You judge in this contest, so you cannot enter it.
entry-start-mine = My works
entry-start-none = You have no works yet
entry-start-none-body = Begin by choosing a category; you can stop at any point and go on later.
entry-start-takes = What the contest takes
entry-start-takes-lead = Choose a category to see what it asks; each point is repeated while you work.
entry-col-title = Work
entry-col-category = Category
entry-col-state = State
entry-col-changed = Changed
entry-untitled = Untitled
entry-no-category = Not chosen
entry-unit-days = day|days|hour|hours|minute|minutes|second|seconds
entry-over = Time is up

entry-ask-text = Text typed or pasted
entry-ask-text-optional = Text typed, pasted or sent as a file
entry-ask-words = at most { COUNT($max) } words
entry-ask-lines = at most { COUNT($max) } lines
entry-ask-file = { $role }: { $accepts }, { $count }, each at most { SIZE($max) }
entry-ask-count = { $min ->
    [0] at most { $max ->
        [one] one file
       *[other] { $max } files
    }, optional
   *[other] { $min } to { $max } files
}
entry-ask-count-one = { $n ->
    [one] { $n } file
   *[other] { $n } files
}
entry-ask-pixels = longer side at least { COUNT($min) } px
entry-ask-minutes = at most { $max } minutes
entry-ask-file-words = at most { COUNT($max) } words
entry-ask-caption = a caption for each file
entry-ask-must = Published or broadcast between { $from } and { $to }
entry-ask-must-not = Unpublished
entry-ask-per-author = { $n ->
    [one] One work by each author
   *[other] At most { $n } works by each author
}
entry-ask-no-ai = No works made with artificial intelligence

entry-category-title = Category
entry-new-title = Choose a category
entry-category-lead = Choose the category that fits the work. It can be changed later; what you have entered stays.
entry-category-go = Continue

entry-task-title = Entry
entry-task-lead = Do the parts in any order. Everything is kept as soon as you save a part.
entry-section-category = Category
entry-section-work = About the work
entry-section-text = Text
entry-section-authors = Authors
entry-section-files = Files
entry-section-commitments = Commitments
entry-section-check = Check and hand in
entry-status-not-begun = Not begun
entry-status-in-progress = In progress
entry-status-done = Done
entry-status-faults = Needs fixing
entry-check-locked = Opens when the parts above are done.
entry-check-go = Check and hand in
entry-delete = Delete the draft
entry-delete-ask = Delete this draft?
entry-delete-body = What was typed and the files of the draft will be gone for good.
entry-delete-keep = Keep it
entry-aside-title = Changes that were not handed in
entry-aside-body = When the secretaries decided, what you had changed and not handed in again was put aside. They decided about the version you had handed in.
entry-aside-link = See the changes put aside at { $time }
entry-aside-lead = This is the work as you were changing it, put aside at { $time }. You can copy the text and save the files. Only you see this page.
entry-unsent = You have changes that are not handed in. What counts is what was handed in at { $time }. To use the new version, hand in again.
entry-code = Receipt code
entry-receipt-link = See the receipt
entry-my-works = My works
entry-back-tasks = Back to the entry
entry-correction-title = The secretaries ask for a correction
entry-correction-due = To be corrected by { $time }.
entry-correction-how = Fix it in the parts below, then check and hand in again.
entry-refused-because = Reason: { $reason }
entry-state-submitted-body = The work has been received and waits to be checked.
entry-state-accepted-body = The work is eligible and will be judged.
entry-state-refused-body = The work is not eligible.
entry-state-withdrawn-body = The work was withdrawn and does not take part.
entry-state-disqualified-body = The work was disqualified.
entry-change = Change the accepted work
entry-change-ask = Change this work?
entry-change-body = The work goes back to be checked, and is checked again after you hand in the changed version. Its receipt code stays.
entry-change-ok = Change it
entry-return = Bring the work back
entry-withdraw = Withdraw
entry-withdraw-title = Withdraw the work
entry-withdraw-body = “{ $title }” will no longer be considered or judged. You can bring it back until the deadline.
entry-withdraw-body-late = “{ $title }” will no longer be considered or judged. The deadline has passed, so it cannot be brought back.
entry-withdraw-reason = Reason
entry-timeline = What happened
entry-left = Time left
entry-postmark-edit = Correct the day of the postmark
entry-postmark-save = Save the day
entry-on-behalf-note = Entered on behalf of its author.
entry-on-behalf-postmark = Postmark: { $day }.

entry-save-go = Save and continue
entry-saving = Saving…
entry-saved-at = Saved at { $time }
entry-save-failed = Not saved yet; it will be tried again
entry-stale-title = There is a newer version
entry-stale-body = This part was just changed in another window or on another device. Below is what you typed (not saved); right here is what is stored. Press save to use what you typed.
entry-stale-now = What is stored now
entry-late-title = Not saved
entry-late-body = What you typed is still below, so that you can copy it.
entry-empty-value = (empty)

entry-work-title-field = Title
entry-work-title-hint = As it appears on the work.
entry-work-pen-name = Pen name
entry-work-pen-name-hint = If it should be published under a pen name.
entry-work-summary = Summary
entry-work-summary-hint = A few sentences about the work. Where judging is blind: no author's name here.
entry-work-topic = Topic
entry-work-topic-none = Not chosen
entry-work-portrays = Person, collective or model portrayed
entry-work-portrays-hint = Name and place, if the work is about real people and events.
entry-work-publication = Publication
entry-work-publication-must = This category takes works first published or broadcast between { $from } and { $to }.
entry-work-publication-either = If the work was published, say where and when. If not, leave this empty.
entry-work-outlet = Published in
entry-work-outlet-hint = The newspaper, station, magazine, site or exhibition.
entry-work-published-on = Published on
entry-work-link = Link
entry-work-link-hint = For example https://baoangiang.com.vn/…

entry-text-body = Text of the work
entry-text-hint = Type or paste it here. Line breaks and empty lines are kept. Do not put the author's name in the text.
entry-text-hint-open = Type or paste it here. Line breaks and empty lines are kept.
entry-text-counts = { COUNT($words) } words · { COUNT($lines) } lines
entry-text-counts-words = { COUNT($words) } / { COUNT($max) } words · { COUNT($lines) } lines
entry-text-counts-lines = { COUNT($words) } words · { COUNT($lines) } / { COUNT($max) } lines

entry-authors-kind = Who is the author?
entry-kind-individual = One author
entry-kind-several = Co-authors
entry-kind-several-hint = Several people, each with a share of the work.
entry-kind-group = A group
entry-kind-group-hint = A group with a name of its own.
entry-kind-collective = A collective
entry-kind-collective-hint = An agency, unit, school, branch or club.
entry-authors-group-name = Name of the group or collective
entry-authors-group-hint = Only for groups and collectives.
entry-authors-person = Author { $n }
entry-authors-name = Full name
entry-authors-birth = Birth date
entry-authors-share = Share of the work
entry-authors-share-hint = Only for co-authors; together they make 100%.
entry-authors-unit = Unit
entry-authors-unit-none = Choose a unit
entry-authors-unit-other = Another unit
entry-authors-unit-other-hint = If it is not in the list.
entry-authors-phone = Phone number
entry-authors-guardian = Guardian
entry-authors-guardian-lead = This author is under 18 on the contest's closing day.
entry-authors-guardian-name = Full name of a parent or guardian
entry-authors-guardian-phone = The guardian's phone number
entry-authors-guardian-consent = A parent or guardian agrees that this author takes part, and that the organizers process the personal data given here.
entry-authors-add = Add an author
entry-authors-remove = Remove author { $n }

entry-files-none = No files yet.
entry-files-choose = Choose files
entry-files-send = Send
entry-files-full = The maximum number of files is reached. To replace one, remove it first.
entry-files-sending = Sending { $name }: { $percent }
entry-files-checking = Checking { $name }…
entry-files-broken = The connection was lost while sending { $name }. Files already sent are kept.
entry-files-retry = Send again
entry-files-sign-in = Sign in in a new tab, then come back here and press “Send again”
entry-files-ready = Received
entry-files-received = Being checked
entry-files-refused = Not taken
entry-files-caption = Caption
entry-files-caption-hint = Who, what, where, when.
entry-files-remove = Remove
entry-files-remove-aria = Remove { $name }
entry-files-up = Move up
entry-files-up-aria = Move up: { $name }
entry-files-save-first = Please save the captions before you send more files.
entry-files-save = Save captions
entry-files-unused = Files of the former category
entry-files-unused-lead = The current category has no place for these files; they are kept in case you change back, and are not handed in.
entry-files-none-needed = This category needs no files.
entry-files-done = Done with files
entry-files-reload = See the result of the check
entry-files-pixels = { COUNT($width) } × { COUNT($height) } px
entry-files-pages = { $n ->
    [one] { $n } page
   *[other] { $n } pages
}
entry-files-words = { COUNT($n) } words

entry-commit-lead = Read carefully, then tick. The version of the rules is kept with what you hand in.
entry-commit-rules = See the rules
entry-commit-list = I confirm
entry-commit-optional = optional
entry-commit-ai = Was artificial intelligence (AI) used to make this work?
entry-commit-ai-no = No
entry-commit-ai-yes = Yes
entry-commit-ai-note = What was it used for?
entry-commit-ai-note-hint = For example: ideas, colours of a picture, arrangement of music. Only if it was used.
entry-commit-ai-forbidden = This category does not take works made with artificial intelligence.

entry-check-title = Check before handing in
entry-check-lead = This is what will be handed in. You can still change it until the deadline.
entry-check-lead-correction = This is what will be handed in again to the secretaries.
entry-check-edit = Change
entry-check-submit = Hand in
entry-check-again = Hand in the new version
entry-check-missing = { $count ->
    [one] One thing left before you can hand in
   *[other] { $count } things left before you can hand in
}
entry-check-late = The deadline has passed; you are handing in within the extra time. The work will be marked as late.
entry-check-share = { $name } ({ $share }%)
entry-check-born = born { $day }
entry-check-guardian = guardian: { $name }, { $phone }
entry-check-ai-yes = Yes: { $note }
entry-check-gallery = Shown in the gallery
entry-check-commitments = { $n ->
    [one] One commitment confirmed
   *[other] { $n } commitments confirmed
}

entry-receipt-title = Receipt
entry-receipt-done = The work has been received
entry-receipt-your-code = Your receipt code
entry-receipt-keep = Keep this code. The receipt also goes to your email address, if you gave one.
entry-receipt-paper = Receipt for a work handed in
entry-receipt-contest = Contest
entry-receipt-time = Handed in at
entry-receipt-number = Version
entry-receipt-rules = Rules
entry-receipt-rules-number = version { $n }
entry-receipt-text = Text
entry-receipt-files = Files received
entry-receipt-file = File name
entry-receipt-size = Size
entry-receipt-sha = SHA-256
entry-receipt-sha-hint = The SHA-256 is a file's fingerprint: if it is the same, it is the file that you sent.
entry-receipt-print = Print the receipt
entry-receipt-no-files = No files.
entry-receipt-late = Late
entry-receipt-next = To the entry

entry-event-begun = Entry begun
entry-event-submitted = Handed in
entry-event-resubmitted = Handed in again (version { $n })
entry-event-changing = Opened to be changed
entry-event-withdrawn = Withdrawn
entry-event-returned = Brought back
entry-event-accepted = Accepted
entry-event-correction = The secretaries asked for a correction
entry-event-refused = Not accepted
entry-event-reopened = Under review again
entry-event-moved = Moved to another category
entry-event-disqualified = Disqualified
entry-event-settled = What was handed in was kept
entry-event-settled-body = Changes not handed in were set aside when the secretaries reviewed the work.
