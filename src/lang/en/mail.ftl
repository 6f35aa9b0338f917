mail-welcome-subject = Welcome to Bông Sen
mail-welcome-body =
    Dear { $name },

    Your account has been created. You can now hand in works, follow them, and receive notices at this address.

    Begin here: { $link }

    If you did not sign up, please ignore this email.

    Yours sincerely,
    The organizers
mail-reset-code-subject = Code for a new password
mail-reset-code-body =
    Dear { $name },

    Your code for setting a new password is: { $code }

    It is valid for { $count } minutes and works once. Type it here: { $link }

    Tell it to nobody; the organizers never ask for it. If you did not ask for it, please ignore this email: your password stays as it is.

    Yours sincerely,
    The organizers
mail-receipt-subject = Received: { $code }
mail-receipt-body =
    Dear { $name },

    The organizers of { $contest } received your work “{ $title }” at { $time }.

    Receipt code: { $code }. Please keep it.

    The receipt with its list of files, and the state of your work: { $link }

    Until the deadline you can still change the work or withdraw it.

    Yours sincerely,
    The organizers
mail-correction-subject = Please correct or complete { $code }
mail-correction-body =
    Dear { $name },

    The secretaries looked at your work “{ $title }” (receipt code { $code }) and ask you to correct this:

    {""}{ $text }

    Please do so before { $due } here: { $link }

    Then hand it in again, so that the check can go on.

    Yours sincerely,
    The organizers
mail-accepted-subject = Accepted: { $code }
mail-accepted-body =
    Dear { $name },

    Your work “{ $title }” (receipt code { $code }) was checked and takes part in { $contest }.

    Follow it here: { $link }

    We wish you success.

    Yours sincerely,
    The organizers
mail-refused-subject = Not accepted: { $code }
mail-refused-body =
    Dear { $name },

    Thank you for your work “{ $title }” (receipt code { $code }). We are sorry: it cannot take part, because:

    {""}{ $reason }

    If you think that this is not right, please write to the organizers. Details: { $link }

    Yours sincerely,
    The organizers
mail-reopened-subject = Under review again: { $code }
mail-reopened-body =
    Dear { $name },

    Your work “{ $title }” (receipt code { $code }) is under review again.

    Reason: { $reason }

    Follow it here: { $link }

    Yours sincerely,
    The organizers
mail-withdrawn-subject = Withdrawn: { $code }
mail-withdrawn-body =
    Dear { $name },

    Your work “{ $title }” (receipt code { $code }) was withdrawn from { $contest }.

    If you change your mind before the deadline, you can bring it back here: { $link }

    Yours sincerely,
    The organizers
mail-disqualified-subject = Disqualified: { $code }
mail-disqualified-body =
    Dear { $name },

    We are sorry to tell you that your work “{ $title }” (receipt code { $code }) has been disqualified, because:

    {""}{ $reason }

    If you wish to answer, please write to the organizers. Details: { $link }

    Yours sincerely,
    The organizers
mail-invitation-subject = Invitation to { $contest }
mail-invitation-body =
    Dear { $name },

    The organizers invite you to take part in { $contest } as: { $role }.

    Please open this address to accept, with a new account or the one you have: { $link }

    The invitation is valid for { $count } days and works once; please do not pass it on.

    Yours sincerely,
    The organizers
mail-assignment-ready-subject = Works to judge: { COUNT($count) }
mail-assignment-ready-body =
    Dear { $name },

    You have been assigned { $count ->
        [one] one work
       *[other] { COUNT($count) } works
    } of { $contest }, { $round }.

    Your desk is here: { $link }

    Marks and comments are saved as you type, so you can come back at any time and on any machine. If you recognise an author, please say so on the page.

    Yours sincerely,
    The organizers
mail-results-subject = Results of { $contest }
mail-results-body =
    Dear { $name },

    The results of { $contest } are out. You took part with “{ $title }”. { $prize ->
        [none] Unfortunately it is not among the winners this time.
       *[other] Congratulations: it won prize { $prize }.
    }

    All results are here: { $link }

    Thank you for taking part.

    Yours sincerely,
    The organizers
mail-receipt-call = { $contest } received the work “{ $title }” at { $time }. The receipt code is { $code }; please keep it.
mail-correction-call = The work “{ $title }” (receipt code { $code }) needs a correction before { $due }: { $text }
mail-accepted-call = The work “{ $title }” (receipt code { $code }) is accepted for { $contest }.
mail-refused-call = The work “{ $title }” (receipt code { $code }) cannot take part because: { $reason }
mail-reopened-call = The work “{ $title }” (receipt code { $code }) is under review again. Reason: { $reason }
mail-withdrawn-call = The work “{ $title }” (receipt code { $code }) was withdrawn from { $contest }. Until the close it can be brought back.
mail-disqualified-call = The work “{ $title }” (receipt code { $code }) has been disqualified because: { $reason }
mail-assignment-ready-call = { $count ->
    [one] One work of { $contest }, { $round }, was
   *[other] { COUNT($count) } works of { $contest }, { $round }, were
} assigned to you; please sign in and open the judging desk.
mail-extended-call = { $contest } takes works until { $until }. Reason: { $reason }
mail-results-call = The results of { $contest } are out. { $prize ->
    [none] The work “{ $title }” is not among the winners this time.
   *[other] Congratulations: the work “{ $title }” won prize { $prize }.
}
mail-sheet-reopened-subject = Your sheet for { $code } was reopened
mail-sheet-reopened-body =
    Dear { $name },

    Your score sheet for { $code } ({ $contest }) was reopened.

    Reason: { $reason }

    Please look at it again and hand it in before the round closes; a sheet that is not handed in does not count. It is here: { $link }

    Yours sincerely,
    The organizers
mail-sheet-reopened-call = Your sheet for { $code } ({ $contest }) was reopened. Reason: { $reason } Please look at it again and hand it in before the round closes.
