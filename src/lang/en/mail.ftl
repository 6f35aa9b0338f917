mail-receipt-subject = “{ $title }” was received – receipt code { $code }
mail-receipt-body =
    Dear { $name },

    { $contest } received your work “{ $title }” at { $time }.

    Receipt code: { $code }

    See the receipt and follow your work at: { $link }
mail-correction-subject = “{ $title }” needs a correction before { $due }
mail-correction-body =
    Dear { $name },

    The secretaries of { $contest } ask you to correct your work “{ $title }” (receipt code { $code }):

    { $text }

    Due: { $due }. Please correct it and hand it in again at: { $link }
mail-accepted-subject = “{ $title }” is accepted
mail-accepted-body =
    Dear { $name },

    Your work “{ $title }” (receipt code { $code }) for { $contest } is accepted and will be judged.

    Follow your work at: { $link }
mail-refused-subject = “{ $title }” is not accepted
mail-refused-body =
    Dear { $name },

    We are sorry: your work “{ $title }” (receipt code { $code }) for { $contest } is not accepted:

    { $reason }

    See it at: { $link }
mail-reopened-subject = “{ $title }” is looked at again
mail-reopened-body =
    Dear { $name },

    Your work “{ $title }” (receipt code { $code }) for { $contest } is looked at again:

    { $reason }

    Follow your work at: { $link }
mail-withdrawn-subject = “{ $title }” is withdrawn
mail-withdrawn-body =
    Dear { $name },

    Your work “{ $title }” (receipt code { $code }) was withdrawn from { $contest } at { $time }.

    See it at: { $link }
mail-disqualified-subject = “{ $title }” is disqualified
mail-disqualified-body =
    Dear { $name },

    The organizers of { $contest } disqualified your work “{ $title }” (receipt code { $code }):

    { $reason }

    See it at: { $link }
