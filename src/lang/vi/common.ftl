site-name = Bông Sen
skip = Đến nội dung chính
nav-home = Trang chủ
nav-rules = Thể lệ
nav-gallery = Tác phẩm
nav-results = Kết quả
nav-submit = Nộp bài
nav-main = Mục chính
nav-judge = Chấm bài
nav-office = Trang thư ký
nav-organizer = Điều hành cuộc thi
nav-judging = Chấm thi
nav-ranking = Xếp hạng
nav-admin = Quản trị
nav-account = Tài khoản
nav-sign-in = Đăng nhập
nav-sign-up = Đăng ký
nav-sign-out = Đăng xuất
nav-desks = Khu vực làm việc
language-other = English
language-label = Xem bằng tiếng Anh
footer-contact = Hỗ trợ: { $contact }
footer-privacy = Bảo vệ dữ liệu cá nhân
footer-all-contests = Các cuộc thi
back = Quay lại
save = Lưu
cancel = Quay lại
close = Đóng
yes = Có
no = Không
optional = không bắt buộc
errors-title = { $count ->
    *[other] Có { $count } chỗ cần sửa
}
field-required = Xin điền mục này.
field-too-long = Mục này dài quá { $max } ký tự.
field-not-number = Mục này phải là một số.
field-not-date = Ngày chưa đúng; xin viết như 05/01/2026.
field-not-time = Thời điểm chưa đúng.
error-page-title = { $status ->
    [400] Yêu cầu chưa đúng
    [401] Cần đăng nhập
    [403] Không có quyền
    [404] Không tìm thấy trang
    [409] Nội dung đã thay đổi
    [405] Yêu cầu chưa đúng
    [413] Nội dung gửi lên quá lớn
    [422] Xin xem lại nội dung gửi lên
    [429] Quá nhiều lần thử
    [503] Hệ thống đang bận
    *[other] Hệ thống gặp trục trặc
}
error-404 = Địa chỉ này không có, hoặc bạn không được xem. Xin kiểm tra lại địa chỉ hoặc bắt đầu từ trang chủ.
error-400 = Hệ thống không đọc được nội dung vừa gửi. Xin quay lại trang trước và thử lại.
error-408 = Nội dung gửi lên bị ngừng giữa chừng nên chưa được nhận. Những gì đã lưu trước đó vẫn còn. Xin kiểm tra kết nối mạng rồi gửi lại.
error-413 = Nội dung gửi lên lớn hơn mức cho phép nên chưa được nhận. Những gì đã lưu trước đó vẫn còn. Xin giảm dung lượng rồi gửi lại.
error-429 = Đã thử quá nhiều lần. Xin đợi { $minutes } phút rồi thử lại.
error-500 = Lỗi thuộc về hệ thống, không phải do bạn. Những gì đã lưu vẫn còn. Xin thử lại sau ít phút.
error-503 = Hệ thống đang bận. Xin thử lại sau ít phút.
error-csrf = Yêu cầu không đến từ trang của hệ thống nên không được thực hiện. Xin mở lại trang và thử lần nữa.
error-conflict = Có người vừa thay đổi nội dung này. Xin xem lại bản mới nhất rồi làm tiếp.
error-request = Mã yêu cầu, để báo cho Ban Tổ chức khi cần: { $id }
denied-sign-in = Xin đăng nhập để tiếp tục.
denied-role = Tài khoản này không được giao việc này. Nếu cần, xin liên hệ Ban Tổ chức.
denied-not-yours = Nội dung này thuộc tài khoản khác. Xin kiểm tra đã đăng nhập đúng tài khoản.
denied-phase = Giai đoạn hiện nay của cuộc thi không làm được việc này. Xin xem các mốc thời gian ở trang Thể lệ.
denied-time = Chưa đến hoặc đã hết thời gian làm việc này. Xin xem các mốc thời gian ở trang Thể lệ.
denied-state = Tình trạng đã thay đổi nên không làm được việc này nữa. Xin tải lại trang.
denied-same-person = Việc này cần hai người khác nhau: người đề nghị không thể tự duyệt.
denied-conflict = Không làm được việc này vì có xung đột lợi ích. Nếu chưa đúng, xin báo Ban Thư ký.
phase-draft = Chuẩn bị
phase-open = Nhận bài
phase-intake = Kiểm tra hồ sơ
phase-preliminary = Sơ khảo
phase-final = Chung khảo
phase-deliberation = Bình xét
phase-published = Công bố
phase-archived = Lưu trữ
role-admin = Quản trị viên
role-organizer = Thành viên Ban Tổ chức
role-secretary = Thư ký
role-head_judge = Trưởng Ban Giám khảo
role-judge = Giám khảo
role-entrant = Thí sinh
state-draft = Bản nháp
state-submitted = Đã nộp
state-correction = Cần bổ sung
state-accepted = Hợp lệ
state-refused = Không hợp lệ
state-withdrawn = Đã rút
state-disqualified = Bị loại
late = Nộp muộn
on-behalf = Nhập hộ
