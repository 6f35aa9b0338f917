mail-receipt-subject = Đã nhận tác phẩm “{ $title }” – mã hồ sơ { $code }
mail-receipt-body =
    Kính gửi { $name },

    { $contest } đã nhận tác phẩm “{ $title }” lúc { $time }.

    Mã hồ sơ: { $code }

    Xem biên nhận và theo dõi tác phẩm tại: { $link }
mail-correction-subject = Cần bổ sung tác phẩm “{ $title }” trước { $due }
mail-correction-body =
    Kính gửi { $name },

    Ban Thư ký { $contest } đề nghị bổ sung tác phẩm “{ $title }” (mã hồ sơ { $code }):

    { $text }

    Hạn bổ sung: { $due }. Xin sửa rồi nộp lại tại: { $link }
mail-accepted-subject = Tác phẩm “{ $title }” hợp lệ
mail-accepted-body =
    Kính gửi { $name },

    Tác phẩm “{ $title }” (mã hồ sơ { $code }) gửi { $contest } đã được ghi nhận là hợp lệ và sẽ được chấm.

    Theo dõi tác phẩm tại: { $link }
mail-refused-subject = Tác phẩm “{ $title }” không hợp lệ
mail-refused-body =
    Kính gửi { $name },

    Rất tiếc, tác phẩm “{ $title }” (mã hồ sơ { $code }) gửi { $contest } không hợp lệ:

    { $reason }

    Xem tại: { $link }
mail-reopened-subject = Tác phẩm “{ $title }” được xét lại
mail-reopened-body =
    Kính gửi { $name },

    Tác phẩm “{ $title }” (mã hồ sơ { $code }) gửi { $contest } được xét lại:

    { $reason }

    Theo dõi tác phẩm tại: { $link }
mail-withdrawn-subject = Đã rút tác phẩm “{ $title }”
mail-withdrawn-body =
    Kính gửi { $name },

    Tác phẩm “{ $title }” (mã hồ sơ { $code }) đã được rút khỏi { $contest } lúc { $time }.

    Xem tại: { $link }
mail-disqualified-subject = Tác phẩm “{ $title }” bị loại khỏi cuộc thi
mail-disqualified-body =
    Kính gửi { $name },

    Ban Tổ chức { $contest } đã loại tác phẩm “{ $title }” (mã hồ sơ { $code }):

    { $reason }

    Xem tại: { $link }
