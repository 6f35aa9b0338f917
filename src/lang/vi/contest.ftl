contest-code-taken = Mã { $code } đã được dùng cho một cuộc thi khác.
contest-stale = Người khác vừa thay đổi nội dung này. Những gì bạn gõ vẫn còn bên dưới; nội dung đang lưu hiện bên cạnh mỗi mục khác nhau.
contest-phase-moved = Người khác vừa chuyển giai đoạn của cuộc thi. Xin xem lại trang.
step-confirm-needed = Xin đọc các lưu ý và đánh dấu xác nhận trước khi chuyển giai đoạn.
step-open-does = Thí sinh bắt đầu nộp bài được từ thời điểm mở nhận bài đến hạn chót.
step-open-does-public = Trang chủ, thể lệ, thể loại và biểu điểm hiện ra với mọi người.
step-open-no-rules = Chưa có văn bản thể lệ.
step-open-no-open = Chưa có thời điểm mở nhận bài.
step-open-no-deadline = Chưa có hạn chót nộp bài.
step-open-deadline-past = Hạn chót nộp bài đã qua.
step-open-no-categories = Chưa có thể loại nào.
step-open-no-rubric = Thể loại “{ $name }” còn vòng chấm chưa có biểu điểm.
step-open-no-rounds = Chưa có vòng chấm nào.
step-open-rubric-sum = Biểu điểm “{ $name }”: các tiêu chí cộng lại là { $sum }, phải là { $scale }.
step-ties-criterion = Quy tắc khi bằng điểm xét đến tiêu chí thứ { $n }, mà biểu điểm “{ $name }” chỉ có { $has } tiêu chí. Xin sửa quy tắc hoặc biểu điểm.
step-open-before-date = Thời điểm mở nhận bài chưa đến: mọi người xem được thể lệ ngay, nhưng đến lúc đó mới nộp được bài.
step-intake-does = Ngừng nhận bài: thí sinh không nộp và không sửa được nữa.
step-intake-does-check = Ban Thư ký kiểm tra nốt { COUNT($n) } hồ sơ đang chờ; thí sinh vẫn bổ sung được theo yêu cầu.
step-intake-early = Hạn chót nộp bài chưa đến. Chuyển bây giờ là đóng nhận bài sớm hơn đã công bố.
step-intake-grace = Hạn chót vừa qua; những bài đang gửi dở được gửi nốt trong vòng { $minutes } phút sau hạn.
step-intake-drafts = Còn { COUNT($n) } bản nháp chưa nộp; chủ các bản nháp này sẽ không nộp được nữa.
step-preliminary-does = Mở vòng sơ khảo cho { COUNT($n) } tác phẩm hợp lệ; giám khảo thấy bài được phân công.
step-preliminary-does-freeze = Danh sách tác phẩm dự thi được chốt: không nhận thêm, không xét lại hồ sơ.
step-preliminary-submitted = Còn { COUNT($n) } hồ sơ chưa kiểm tra.
step-preliminary-correction = Còn { COUNT($n) } hồ sơ đang chờ bổ sung.
step-preliminary-codes = Còn { COUNT($n) } tác phẩm hợp lệ chưa có mã phách.
step-preliminary-nothing = Chưa có tác phẩm nào hợp lệ.
step-no-round = Chưa thiết lập vòng chấm này.
step-thin-panel = { $name }: Ban Giám khảo mới có { $n } người, mỗi tác phẩm cần { $quota } giám khảo.
step-short-works = Còn { COUNT($n) } tác phẩm chưa được phân công đủ giám khảo.
step-round-open = Vòng chấm trước chưa đóng; còn { COUNT($n) } phiếu chưa nộp.
step-final-does = Mở vòng chung khảo cho { COUNT($n) } tác phẩm được chọn.
step-final-nothing = Chưa chọn tác phẩm vào chung khảo.
step-deliberation-does = Kết thúc chấm điểm; bắt đầu bình xét và đề nghị giải thưởng.
step-published-does = Công bố kết quả cho mọi người.
step-published-by-two = Việc công bố cần hai người: một người đề nghị, một người khác duyệt, ở trang Kết quả.
step-archived-does = Lưu trữ cuộc thi: kết quả vẫn xem được, không thay đổi gì nữa.
step-archived-warn = Cuộc thi đã lưu trữ thì không mở lại được.
extend-in-the-past = Hạn mới phải ở sau thời điểm hiện tại.
extend-not-later = Hạn mới phải muộn hơn hạn đang có.
extend-no-reason = Xin ghi lý do gia hạn; lý do này được gửi đến thí sinh.
dates-deadline-by-extension = Cuộc thi đã mở nhận bài: muốn đổi hạn chót, xin dùng mục Gia hạn để mọi thí sinh được báo.
dates-order = Mốc này không được trước mốc liền trên.
dates-grace = Thời gian chờ phải từ 0 đến 1.440 phút.
mail-extended-subject = Gia hạn nộp bài đến { $until }
mail-extended-body =
    Kính gửi { $name },

    Ban Tổ chức đã gia hạn nộp bài của { $contest } đến { $until }.

    Lý do: { $reason }

    Đến hạn mới, bạn có thể nộp bài còn dở hoặc thay đổi bài đã nộp tại: { $link }

    Trân trọng,
    Ban Tổ chức
dates-open-already = Cuộc thi đang nhận bài nên không lùi ngày mở nhận bài được.
