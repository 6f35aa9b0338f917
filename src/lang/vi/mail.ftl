mail-welcome-subject = Chào mừng đến với Bông Sen
mail-welcome-body =
    Kính gửi { $name },

    Tài khoản của bạn đã được tạo. Từ nay bạn có thể nộp tác phẩm, theo dõi hồ sơ và nhận thông báo qua địa chỉ email này.

    Bắt đầu nộp bài tại: { $link }

    Nếu không phải bạn đăng ký, xin bỏ qua thư này.

    Trân trọng,
    Ban Tổ chức
mail-reset-code-subject = Mã đặt lại mật khẩu
mail-reset-code-body =
    Kính gửi { $name },

    Mã đặt lại mật khẩu của bạn là: { $code }

    Mã có hiệu lực trong { $count } phút và chỉ dùng được một lần. Nhập mã tại: { $link }

    Xin đừng cho ai biết mã này; Ban Tổ chức không bao giờ hỏi mã của bạn. Nếu bạn không yêu cầu, xin bỏ qua thư: mật khẩu của bạn không thay đổi.

    Trân trọng,
    Ban Tổ chức
mail-receipt-subject = Đã nhận tác phẩm { $code }
mail-receipt-body =
    Kính gửi { $name },

    Ban Tổ chức { $contest } đã nhận được tác phẩm “{ $title }” lúc { $time }.

    Mã hồ sơ: { $code }. Xin giữ mã này để tra cứu khi cần.

    Biên nhận với danh sách tệp và trạng thái hồ sơ: { $link }

    Trước hạn chót, bạn vẫn có thể thay đổi hoặc rút bài.

    Trân trọng,
    Ban Tổ chức
mail-correction-subject = Đề nghị bổ sung hồ sơ { $code }
mail-correction-body =
    Kính gửi { $name },

    Ban Thư ký đã xem tác phẩm “{ $title }” (mã hồ sơ { $code }) và đề nghị bổ sung:

    {""}{ $text }

    Xin hoàn thành trước { $due } tại: { $link }

    Bổ sung xong, xin bấm nộp lại để hồ sơ được kiểm tra tiếp.

    Trân trọng,
    Ban Tổ chức
mail-accepted-subject = Tác phẩm { $code } hợp lệ
mail-accepted-body =
    Kính gửi { $name },

    Tác phẩm “{ $title }” (mã hồ sơ { $code }) đã được kiểm tra và hợp lệ để dự thi { $contest }.

    Theo dõi hồ sơ tại: { $link }

    Chúc tác giả đạt kết quả cao.

    Trân trọng,
    Ban Tổ chức
mail-refused-subject = Tác phẩm { $code } chưa đủ điều kiện dự thi
mail-refused-body =
    Kính gửi { $name },

    Ban Tổ chức cảm ơn tác giả đã gửi tác phẩm “{ $title }” (mã hồ sơ { $code }). Rất tiếc, tác phẩm chưa đủ điều kiện dự thi vì:

    {""}{ $reason }

    Nếu thấy có điều chưa đúng, xin liên hệ Ban Tổ chức. Chi tiết hồ sơ: { $link }

    Trân trọng,
    Ban Tổ chức
mail-reopened-subject = Hồ sơ { $code } được xem xét lại
mail-reopened-body =
    Kính gửi { $name },

    Hồ sơ của tác phẩm “{ $title }” (mã hồ sơ { $code }) được mở lại để xem xét.

    Lý do: { $reason }

    Theo dõi hồ sơ tại: { $link }

    Trân trọng,
    Ban Tổ chức
mail-withdrawn-subject = Đã rút tác phẩm { $code }
mail-withdrawn-body =
    Kính gửi { $name },

    Tác phẩm “{ $title }” (mã hồ sơ { $code }) đã được rút khỏi cuộc thi { $contest }.

    Nếu đổi ý khi còn hạn nộp, tác giả có thể đưa tác phẩm trở lại tại: { $link }

    Trân trọng,
    Ban Tổ chức
mail-disqualified-subject = Tác phẩm { $code } bị loại khỏi cuộc thi
mail-disqualified-body =
    Kính gửi { $name },

    Ban Tổ chức rất tiếc phải thông báo: tác phẩm “{ $title }” (mã hồ sơ { $code }) bị loại khỏi cuộc thi vì:

    {""}{ $reason }

    Nếu có ý kiến, xin liên hệ Ban Tổ chức. Chi tiết hồ sơ: { $link }

    Trân trọng,
    Ban Tổ chức
mail-invitation-subject = Thư mời tham gia { $contest }
mail-invitation-body =
    Kính gửi { $name },

    Ban Tổ chức trân trọng mời ông/bà tham gia { $contest } với nhiệm vụ: { $role }.

    Xin mở địa chỉ sau để nhận lời và tạo tài khoản (hoặc dùng tài khoản đã có): { $link }

    Thư mời có hiệu lực trong { $count } ngày và chỉ dùng được một lần; xin không chuyển cho người khác.

    Trân trọng,
    Ban Tổ chức
mail-assignment-ready-subject = Đã phân công chấm: { COUNT($count) } tác phẩm
mail-assignment-ready-body =
    Kính gửi { $name },

    Ông/bà được phân công chấm { COUNT($count) } tác phẩm của { $contest }, { $round }.

    Xin mở trang Chấm bài tại: { $link }

    Điểm và nhận xét được lưu ngay khi gõ, nên ông/bà có thể chấm nhiều lần, trên nhiều máy. Nếu nhận ra tác giả, xin báo ngay trên trang chấm.

    Trân trọng,
    Ban Tổ chức
mail-results-subject = Công bố kết quả { $contest }
mail-results-body =
    Kính gửi { $name },

    Kết quả { $contest } đã được công bố. Tác giả đã dự thi với tác phẩm “{ $title }”. { $prize ->
        [none] Rất tiếc, tác phẩm không có trong danh sách đạt giải lần này.
       *[other] Xin chúc mừng: tác phẩm đạt giải { $prize }.
    }

    Xem toàn bộ kết quả tại: { $link }

    Ban Tổ chức chân thành cảm ơn tác giả đã tham gia.

    Trân trọng,
    Ban Tổ chức
mail-receipt-call = Ban Tổ chức { $contest } đã nhận tác phẩm “{ $title }” lúc { $time }. Mã hồ sơ là { $code }; xin giữ mã này.
mail-correction-call = Tác phẩm “{ $title }” (mã hồ sơ { $code }) cần bổ sung trước { $due }: { $text }
mail-accepted-call = Tác phẩm “{ $title }” (mã hồ sơ { $code }) hợp lệ để dự thi { $contest }.
mail-refused-call = Tác phẩm “{ $title }” (mã hồ sơ { $code }) chưa đủ điều kiện dự thi vì: { $reason }
mail-reopened-call = Hồ sơ của tác phẩm “{ $title }” (mã hồ sơ { $code }) được mở lại để xem xét. Lý do: { $reason }
mail-withdrawn-call = Tác phẩm “{ $title }” (mã hồ sơ { $code }) đã được rút khỏi { $contest }. Khi còn hạn nộp, có thể đưa trở lại.
mail-disqualified-call = Tác phẩm “{ $title }” (mã hồ sơ { $code }) bị loại khỏi cuộc thi vì: { $reason }
mail-assignment-ready-call = Đã phân công chấm { COUNT($count) } tác phẩm của { $contest }, { $round }; xin đăng nhập và mở trang Chấm bài.
mail-extended-call = { $contest } gia hạn nộp bài đến { $until }. Lý do: { $reason }
mail-results-call = Kết quả { $contest } đã được công bố. { $prize ->
    [none] Tác phẩm “{ $title }” không có trong danh sách đạt giải lần này.
   *[other] Xin chúc mừng: tác phẩm “{ $title }” đạt giải { $prize }.
}
mail-sheet-reopened-subject = Phiếu chấm bài { $code } được mở lại
mail-sheet-reopened-body =
    Kính gửi { $name },

    Phiếu chấm của ông/bà cho bài { $code } ({ $contest }) đã được mở lại.

    Lý do: { $reason }

    Xin xem lại và nộp phiếu trước khi vòng chấm đóng; phiếu chưa nộp thì không được tính. Phiếu ở tại: { $link }

    Trân trọng,
    Ban Tổ chức
mail-sheet-reopened-call = Phiếu chấm bài { $code } của { $contest } được mở lại. Lý do: { $reason } Xin xem lại và nộp phiếu trước khi vòng chấm đóng.
