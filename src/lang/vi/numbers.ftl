# Phân tích một vòng chấm đã đóng: giám khảo chấm chặt hay rộng, thứ tự chắc đến đâu.
numbers-title = Phân tích { $round }
numbers-open = Phân tích
numbers-open-for = Phân tích { $round }
numbers-intro = Những con số này chỉ để tham khảo, không thay điểm chính thức. Tác phẩm ở đây chỉ mang mã phách.
numbers-not-closed = Chỉ phân tích được khi vòng chấm đã đóng.
numbers-none = Vòng này chưa có phiếu nào được tính.
numbers-spread = Các tác phẩm chênh nhau chừng { $entry } điểm, các giám khảo chấm lệch nhau chừng { $judge } điểm, còn lại mỗi phiếu xê dịch chừng { $rest } điểm.
numbers-severe = { $name } chấm chặt hơn mặt bằng chung chừng { $by } điểm (từ { $low } đến { $high }).
numbers-generous = { $name } chấm rộng hơn mặt bằng chung chừng { $by } điểm (từ { $low } đến { $high }).
numbers-nobody-apart = Không thấy giám khảo nào chấm chặt hay rộng khác hẳn những người còn lại.
numbers-poorly-known = Chưa đủ phiếu để nói chắc về: { $names }.
numbers-alpha-good = Các giám khảo thống nhất với nhau tốt (α = { $alpha }, từ { $low } đến { $high }).
numbers-alpha-fair = Các giám khảo thống nhất với nhau ở mức chấp nhận được (α = { $alpha }, từ { $low } đến { $high }).
numbers-alpha-poor = Các giám khảo ít thống nhất với nhau (α = { $alpha }, từ { $low } đến { $high }); nên xem lại mô tả tiêu chí và bàn kỹ những bài sát nhau.
numbers-icc = Điểm trung bình của cả ban đại diện cho tác phẩm ở mức { $panel }; điểm của một giám khảo: { $single } (1 là hoàn toàn).
numbers-first-same = Tính cả việc giám khảo chấm chặt hay rộng thì tác phẩm đứng đầu vẫn là { $code }.
numbers-first-other = Tính cả việc giám khảo chấm chặt hay rộng thì tác phẩm đứng đầu là { $adjusted }; theo điểm trung bình thì là { $mean }.
numbers-close = Khoảng tin cậy của { $n } tác phẩm khác chồng lên tác phẩm đứng đầu, nên thứ tự giữa các bài này chưa chắc chắn.
numbers-islands = Các giám khảo chia thành những nhóm không chấm chung tác phẩm nào, nên không so được với nhau: { $groups }.
numbers-few-entries = Chỉ có { $n } tác phẩm, chưa đủ để so (cần ít nhất 5).
numbers-few-judges = Chỉ có { $n } giám khảo, chưa đủ để so (cần ít nhất 3).
numbers-many-judges = Có { $n } giám khảo, quá nhiều để so (nhiều nhất 500).
numbers-all-equal = Mọi điểm đều bằng nhau nên không có gì để so.
numbers-no-chance = Không còn độ xê dịch nào để phân biệt khác biệt thật với tình cờ.
numbers-judges-chart = Giám khảo chấm chặt (bên phải) hay rộng (bên trái), kèm khoảng tin cậy 95%
numbers-entries-chart = Những tác phẩm đứng đầu: điểm hiệu chỉnh và khoảng tin cậy 95%
numbers-entries-table = Tất cả tác phẩm
numbers-col-judge = Giám khảo
numbers-col-severity = Độ chặt
numbers-col-entry = Mã phách
numbers-col-sheets = Số phiếu
numbers-col-mean = Điểm trung bình
numbers-col-adjusted = Điểm hiệu chỉnh
numbers-col-interval = Khoảng tin cậy
numbers-show = Xem bảng số
numbers-caution = Khoảng tin cậy coi các mức chênh lệch ở trên là đã biết; thật ra chúng cũng là ước lượng, nên khoảng thật rộng hơn một chút.
