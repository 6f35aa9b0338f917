//! All components in their states, on one page for maintainers. The texts are samples, in one
//! language only; nothing here posts anywhere.

use super::{
    Audio, Bars, Breadcrumbs, Button, Card, Col, Countdown, Dialog, Empty, ErrorSummary, Event, Field, Form, Gallery,
    Histogram, Intervals, Meter, Notice, Order, Pager, Pdf, Photo, Progress, Road, Row, SaveTexts, Stat, Step,
    SummaryList, Table, Tabs, Tag, Task, TaskList, Tile, Timeline, Tone, UploadTexts, Video, ViewerTexts, Width,
    actions, back_link, cards, confirmation, fieldset, link_button, poem, prose, save_state, stats, tag, tiles,
};
use maud::{Markup, html};

/// Any address of an asset serves, whatever its hash; this one shows the mark.
const PICTURE: &str = "/tinh/mau/logo.svg";

const VERSES: &str = "Sớm nay gió thổi qua sông,\nHàng hoa bên lộ trổ bông đón người.\nBà con tay cuốc, miệng cười,\nMỗi nhà một gốc, mười mươi góp cùng.\n\nĐường xưa lầy lội mưa giông,\nEm đi học trễ, áo không kịp khô.\nNay cầu nối bến, nối bờ,\nTrống trường giục giã tuổi thơ rộn ràng.";

/// The samples, without a page around them.
#[must_use]
pub fn samples() -> Markup {
    html! {
        h1 { "Bộ thành phần giao diện" }
        p.soft.measure { "Mỗi thành phần có một hàm trong src/web/ui và đứng ở đây trong các trạng thái của nó." }
        (part("Lời mở của trang chủ", home()))
        (part("Nút", buttons()))
        (part("Nhãn trạng thái và thông báo", notices()))
        (part("Ô nhập", fields()))
        (part("Biểu mẫu", forms()))
        (part("Danh sách việc và kiểm tra trước khi nộp", lists()))
        (part("Bảng", tables()))
        (part("Tiến độ và dòng thời gian", progress()))
        (part("Biểu đồ", charts()))
        (part("Thẻ và con số", card_samples()))
        (part("Ảnh, âm thanh, video", media()))
        (part("Đọc", reading()))
        (part("Trang chấm", desk()))
        (part("Giấy in", paper()))
    }
}

fn part(title: &str, body: Markup) -> Markup {
    html! { section.part { h2 { (title) } (body) } }
}

fn home() -> Markup {
    html! {
        div.hero {
            div {
                p.kicker { "Phú Tân · An Giang · 2026" }
                p.h1 { "Cuộc thi sáng tác, quảng bá tác phẩm văn học, nghệ thuật và báo chí" }
                p.theme { "“Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh”" }
                p.dots { a href="#" { "Xem thể lệ" } a href="#" { "Tiêu chí chấm điểm" } }
            }
            div.card.accent.clock {
                p.soft { "Thời gian nhận bài còn lại" }
                (Countdown::new("2026-12-16T17:00:00+07:00", "2026-11-23T12:40:00+07:00", "23 ngày 4 giờ")
                    .units("ngày|ngày|giờ|giờ|phút|phút|giây|giây").over("Đã hết hạn nhận bài"))
                p.soft.small.num { "đến 17:00 ngày 16/12/2026" }
                (Button::primary("Nộp tác phẩm").big().href("#"))
                p.soft.small { "Đã có " b { "412" } " tác phẩm từ " b { "6" } " xã" }
            }
        }
        (Road::new("Các mốc của cuộc thi")
            .step(Step::Past, "Phát động", "05/09/2026").step(Step::Now, "Nhận bài", "đến 16/12/2026")
            .step(Step::Next, "Sơ khảo", "tháng 01/2027").step(Step::Next, "Chung khảo", "tháng 02/2027")
            .step(Step::Next, "Công bố", "03/03/2027"))
    }
}

fn buttons() -> Markup {
    html! {
        div.row.mb-4 {
            (Button::primary("Kiểm tra và nộp").href("#")) (Button::plain("Để sau").href("#"))
            (Button::danger("Loại khỏi cuộc thi").href("#")) (Button::quiet("Bỏ qua").href("#"))
        }
        div.row.mb-4 {
            (Button::primary("Nộp tác phẩm").big().href("#")) (link_button("Nhỏ", "#").small())
            (Button::primary("Chưa đủ điểm").disabled(true)) (Button::primary("Đang gửi").form("khong-co"))
        }
        (Breadcrumbs::new("Vị trí").link("Trang chủ", "#").link("Tác phẩm", "#").here("Con đường hoa xóm nhỏ"))
        (back_link("Về hồ sơ dự thi", "#"))
    }
}

fn notices() -> Markup {
    html! {
        div.row.mb-4 {
            (tag(Tone::Done, "Đã xong")) (tag(Tone::Wait, "Cần sửa 1 tệp")) (tag(Tone::Stop, "Không hợp lệ"))
            (tag(Tone::Act, "Đến lượt bạn")) (tag(Tone::Quiet, "Chưa bắt đầu"))
        }
        (Notice::text(Tone::Wait, "Ảnh thứ 3 có cạnh dài chỉ 900 px; thể lệ yêu cầu ít nhất 1.600 px. Hạn bổ sung 17:00 ngày 18/12/2026.")
            .title("Ban Thư ký đề nghị bổ sung"))
        (Notice::text(Tone::Done, "Tác phẩm đã được chấp nhận và chuyển cho Ban Giám khảo."))
        (Notice::text(Tone::Stop, "Tác phẩm không hợp lệ vì đã đăng báo trước ngày phát động (Điều 4 Thể lệ)."))
        (Notice::text(Tone::Act, "Mời bạn trả lời yêu cầu bổ sung."))
        (Notice::text(Tone::Quiet, "Kết quả sơ khảo chỉ hiện sau khi vòng chấm đóng lại."))
        (confirmation("Đã nhận tác phẩm", html! { p { "Mã hồ sơ của bạn" br; span.code { "PT26-482913" } } }))
        (Empty::new("Bạn chưa có tác phẩm nào").body("Bắt đầu bằng việc chọn thể loại; có thể dừng giữa chừng và làm tiếp sau.")
            .action(Button::primary("Nộp tác phẩm").href("#")))
    }
}

fn fields() -> Markup {
    html! {
        div.measure {
            (ErrorSummary::new("Có 2 chỗ cần sửa").item("mau-ten", "Xin ghi tên tác phẩm").item("mau-loai", "Xin chọn một thể loại").still())
            (Field::text("mau-ten", "Tên tác phẩm").hint("Ghi đúng như trên bản in.").error(Some("Xin ghi tên tác phẩm")).required())
            (Field::text("mau-but-danh", "Bút danh").optional("không bắt buộc").width(Width::L))
            (Field::tel("mau-dt", "Số điện thoại").hint("Có thể viết cách, ví dụ 0912 345 678.").value("0912 345 678"))
            (Field::email("mau-thu", "Email").optional("không bắt buộc"))
            (Field::password("mau-mk", "Mật khẩu").autocomplete("new-password"))
            (Field::number("mau-trang", "Số trang").suffix("trang").value("12"))
            (Field::decimal("mau-diem", "Điểm").suffix("/ 30").value("26,5"))
            (Field::date("mau-ngay", "Ngày đăng báo").value("2026-01-05"))
            (Field::datetime("mau-han", "Hạn bổ sung").value("2026-12-18T17:00"))
            (Field::select("mau-dv", "Đơn vị").option("", "Chọn đơn vị").group("Xã", [("1", "Phú Tân"), ("2", "Phú An")]).group("Trường", [("3", "THPT Chu Văn An")]))
            (Field::radios("mau-loai", "Thể loại").error(Some("Xin chọn một thể loại"))
                .option_hint("tho", "Thơ", "Không quá 60 câu").option_hint("anh", "Nhiếp ảnh", "Ảnh đơn hoặc bộ 5–8 ảnh, cạnh dài từ 1.600 px").option("khac", "Thể loại khác"))
            (Field::checkboxes("mau-chon", "Chuyên môn").option("van", "Văn học").option("anh", "Nhiếp ảnh").values(["van"]))
            (Field::checkbox("mau-cam-ket", "Tôi cam đoan tác phẩm do chính tôi sáng tác.").hint("Theo Điều 5 Thể lệ.").required())
            (Field::file("mau-tep", "Ảnh dự thi").hint("JPEG hoặc PNG, mỗi ảnh không quá 20 MB.").accept("image/*").multiple())
            (Field::textarea("mau-bai", "Nội dung tác phẩm").rows(5).reading().value(VERSES))
            (Field::text("mau-khoa", "Mã phách").value("7K3QM").readonly().width(Width::M))
            (fieldset("Người giám hộ", html! { (Field::text("mau-gh", "Họ và tên")) }))
        }
    }
}

fn forms() -> Markup {
    html! {
        (Form::get("#").class("filters").body(html! {
            (Field::search("mau-tim", "Tìm").placeholder("Tên, tác giả, mã hồ sơ"))
            (Field::select("mau-tt", "Trạng thái").option("", "Tất cả").option("1", "Chờ kiểm tra").width(Width::Full))
            (actions(Button::plain("Lọc")))
        }))
        (Form::post("#").autosave(SaveTexts { saving: "Đang lưu…".into(), saved: "Bản nháp đã lưu lúc {time}".into(), failed: "Chưa lưu được, sẽ thử lại".into() })
            .body(html! { p { "Biểu mẫu tự lưu: " (save_state("Bản nháp đã lưu lúc 14:32")) } }))
        (Form::post("#").upload(UploadTexts { sending: "Đang gửi {name}: {percent}".into(), checking: "Đang kiểm tra {name}…".into(), failed: "Mất kết nối khi gửi {name}.".into(), retry: "Gửi lại".into(), most: None, sign_in: "Đăng nhập ở thẻ mới".into() })
            .body(html! {
                ul.files {
                    li { span.name { "cau-moi.jpg" } (tag(Tone::Done, "Đã nhận")) span.hint { "2,4 MB · 4.000 × 3.000 px" } }
                    li { span.name { "dong-lua.jpg" } span.hint { "Đang gửi: 62%" } progress value="62" max="100" aria-label="dong-lua.jpg" {} }
                    li { span.name { "anh-nho.jpg" } (tag(Tone::Stop, "Không nhận")) span.error { "Cạnh dài của ảnh chỉ 900 px; thể lệ yêu cầu ít nhất 1.600 px." } }
                }
            }))
        (Dialog::new("mau-hoi", "Xóa tệp cau-moi.jpg?").body(html! { p { "Tệp sẽ được gỡ khỏi bài dự thi. Bạn có thể gửi lại trước hạn." } }).ok("Xóa tệp").cancel("Giữ lại").danger())
        (Form::get("#").body(Button::danger("Xóa tệp").confirm("mau-hoi")))
    }
}

fn lists() -> Markup {
    html! {
        (TaskList::new()
            .task(Task::new("Thể loại", "#").status(Tone::Done, "Đã xong"))
            .task(Task::new("Tác phẩm", "#").status(Tone::Done, "Đã xong").hint("Con đường hoa xóm nhỏ"))
            .task(Task::new("Tệp đính kèm", "#").status(Tone::Wait, "Cần sửa 1 tệp"))
            .task(Task::new("Cam kết", "#").status(Tone::Quiet, "Chưa bắt đầu"))
            .task(Task::locked("Kiểm tra và nộp").hint("Mở khi bốn phần trên đã xong.").status(Tone::Quiet, "Chưa mở")))
        (actions(html! { (Button::primary("Kiểm tra và nộp").href("#")) (save_state("Bản nháp đã lưu lúc 14:32")) }))
        h3.mt-6 { "Kiểm tra trước khi nộp" }
        (SummaryList::new().row_change("Thể loại", "Thơ", "Sửa", "#").row_change("Tên tác phẩm", "Con đường hoa xóm nhỏ", "Sửa", "#")
            .row_change("Tác giả", html! { "Nguyễn Thị Sen" br; "Trần Văn Lúa" }, "Sửa", "#").row("Mã hồ sơ", html! { span.code { "PT26-482913" } }))
    }
}

fn tables() -> Markup {
    let row = |code: &str, title: &str, unit: &str, score: &str, tone: Tone, state: &str| {
        Row::new()
            .cell(html! { a href="#" { (title) } })
            .cell(html! { span.code { (code) } })
            .cell(unit)
            .cell(score)
            .cell(Tag::new(tone, state))
    };
    html! {
        (Tabs::new("Các vòng").tab_count("Chờ kiểm tra", "#", true, 38).tab_count("Hợp lệ", "#", false, 351).tab("Nhật ký", "#", false))
        (Table::new("Tác phẩm dự thi")
            .col(Col::new("Tác phẩm").head().sort("#", Some(Order::Asc))).col(Col::new("Mã hồ sơ")).col(Col::new("Đơn vị").sort("#", None))
            .col(Col::new("Điểm").num().sort("#", None)).col(Col::new("Trạng thái"))
            .row(row("PT26-482913", "Con đường hoa xóm nhỏ", "Xã Phú Tân", "88,75", Tone::Done, "Hợp lệ").current())
            .row(row("PT26-118204", "Tiếng trống trường bên sông", "Trường THCS Phú Mỹ", "76", Tone::Wait, "Chờ bổ sung").tone(Tone::Wait))
            .row(row("PT26-903317", "Người giữ lửa làng nghề", "Xã Chợ Vàm", "91,5", Tone::Done, "Hợp lệ"))
            .foot(Row::new().cell("Trung bình").cell("").cell("").cell("85,42").cell(""))
            .queue())
        (Pager::new("Trang", 3, 9, |n| format!("?trang={n}")).prev("Trước").next("Sau").summary("101–150 trong 412"))
    }
}

fn progress() -> Markup {
    html! {
        div.row.mb-5 { (Progress::new("Đã chấm", 12, 40).text("12 / 40 bài")) (Meter::new("Đã dùng", 62, 100)) }
        (Timeline::new()
            .event(Event::new("16/12/2026 09:12", "Đã nhận tác phẩm").tone(Tone::Done))
            .event(Event::new("17/12/2026 08:40", "Yêu cầu bổ sung").who("Ban Thư ký").tone(Tone::Wait).body("Ảnh thứ 3 nhỏ hơn yêu cầu."))
            .event(Event::new("18/12/2026 17:00", "Hạn bổ sung")))
    }
}

fn charts() -> Markup {
    html! {
        div.grid.two {
            (Bars::new("Tác phẩm theo loại hình").heads("Loại hình", "Số bài", "Xem bảng số")
                .bar("Văn học", 148, "148").bar("Nghệ thuật", 131, "131").bar("Báo chí", 126, "126").bar("Quảng bá", 7, "7"))
            (Histogram::new("Điểm đã cho").heads("Khoảng điểm", "Số bài", "Xem bảng số")
                .bin("50", 1).bin("55", 2).bin("60", 5).bin("65", 9).bin("70", 14).bin("75", 11).bin("80", 8).bin("85", 5).bin("90", 2).bin("95", 0).mark(Some(5)))
            (Intervals::new("Điểm và khoảng tin cậy 95%", 6_000, 10_000).heads("Mã phách", "Điểm", "Xem bảng số")
                .row("1 · 7K3QM", 8_650, 9_150, 9_640, "91,5").row("2 · M4XRT", 8_120, 8_875, 9_410, "88,75").row("3 · B9ZHC", 7_900, 8_525, 9_050, "85,25"))
        }
    }
}

fn card_samples() -> Markup {
    html! {
        (stats([
            Stat::new("412", "tác phẩm").href("#"),
            Stat::new("38", "chờ kiểm tra").tone(Tone::Wait).hint("cũ nhất: 3 ngày"),
            Stat::new("351", "hợp lệ").tone(Tone::Done),
            Stat::new("7", "không hợp lệ").tone(Tone::Stop),
        ]))
        (cards([
            Card::new(html! { p.small.soft { "Thơ · Truyện ngắn, bút ký" } }).title("Văn học").count("148").link("Yêu cầu và tiêu chí", "#"),
            Card::new(html! { p.small.soft { "Ca khúc · Bài ca cổ, tiểu phẩm · Nhiếp ảnh · Mỹ thuật" } }).title("Nghệ thuật").count("131").link("Yêu cầu và tiêu chí", "#"),
            Card::new(html! { p.small.soft { "Báo in, báo điện tử · Phát thanh · Truyền hình" } }).title("Báo chí").count("126").link("Yêu cầu và tiêu chí", "#"),
        ]))
    }
}

fn media() -> Markup {
    let photo = |alt: &str| Photo::new(PICTURE, alt).size(400, 300).full(PICTURE).caption(alt);
    let texts = ViewerTexts {
        label: "Xem ảnh".into(),
        close: "Đóng".into(),
        previous: "Ảnh trước".into(),
        next: "Ảnh sau".into(),
        zoom: "Phóng to".into(),
    };
    html! {
        (Gallery::new(texts).photo(photo("Bông sen thứ nhất")).photo(photo("Bông sen thứ hai")).photo(photo("Bông sen thứ ba")))
        h3.mt-5 { "Tác phẩm trong thư viện" }
        (tiles([
            Tile::new("#", "Con đường hoa xóm nhỏ").verse("Sớm nay gió thổi qua sông,\nHàng hoa bên lộ trổ bông đón người.").meta("Nguyễn Thị Sen · Thơ").tag(Tag::new(Tone::Act, "Giải A")),
            Tile::new("#", "Mùa nước nổi").image(&Photo::new(PICTURE, "").size(400, 300)).meta("Trần Văn Lúa · Nhiếp ảnh"),
            Tile::new("#", "Người giữ lửa làng nghề dệt bên dòng sông Hậu").image(&Photo::new(PICTURE, "").size(400, 300)).meta("Lê Thị Mai · Báo in"),
        ]))
        div.grid.two {
            (Audio::new("#", "audio/mpeg").caption("Bài ca cổ, 5 phút 12 giây"))
            (Video::new("#", "video/mp4").size(640, 360).caption("Phóng sự, 7 phút"))
            (Pdf::new(PICTURE, "Bản in của tác phẩm", "Mở tệp PDF"))
        }
    }
}

fn reading() -> Markup {
    html! {
        div.grid.two {
            div { (poem(VERSES)) }
            div { (prose("Chiều nay, con nước ròng lên chậm. Bác Tư ngồi vá lưới trước hiên, tay đưa kim mà mắt nhìn ra bến.\n\nHồi trước bến này chưa có cầu. Muốn qua chợ phải đợi đò, mưa thì ướt, nắng thì cháy da.")) }
        }
    }
}

fn criterion(index: u32, name: &str, max: u32, value: &str) -> Markup {
    let id = format!("mau-tc-{index}");
    let level = |name: &str, band: &str, text: &str| {
        html! { button type="button" data-level data-band=(band) data-text=(text) aria-pressed="false" { (name) } }
    };
    html! {
        div.crit data-criterion=(index) data-max=(max * 100) data-step="50" {
            div.head {
                label for=(id) { (name) }
                span.mark { input.input id=(id) name=(id) type="text" inputmode="decimal" autocomplete="off" value=(value); span.of { "/ " (max) } }
            }
            p.error data-error {}
            div.levels role="group" aria-label={ "Mức: " (name) } hidden {
                (level("Xuất sắc", "27–30 điểm", "Bám sát chủ đề, tư tưởng sâu sắc, có phát hiện riêng."))
                (level("Tốt", "24–26,5 điểm", "Bám sát chủ đề, tư tưởng rõ; liên hệ tự nhiên với đời sống ở địa phương."))
                (level("Khá", "18–23,5 điểm", "Đúng chủ đề, đôi chỗ còn chung chung."))
                (level("Đạt", "15–17,5 điểm", "Có chạm đến chủ đề nhưng sơ lược."))
            }
            p.why data-why aria-live="polite" {}
        }
    }
}

fn desk() -> Markup {
    html! {
        div.deskbar {
            a href="#" data-key="list" { "← Danh sách" } span.code { "7K3QM" } span.soft.small { "Thơ · Sơ khảo" }
            span.push.soft.small.num { "12 / 40" } (Progress::new("Tiến độ", 12, 40))
            (link_button("‹", "#").aria("Bài trước")) (link_button("›", "#").aria("Bài sau"))
        }
        div.desk {
            article.work { p.h1 { "Con đường hoa xóm nhỏ" } (poem(VERSES)) p.small.soft { "8 câu · 56 chữ" } }
            div.sheet {
                form method="post" action="#" novalidate data-saving="Đang lưu…" data-local="Đã giữ trên máy này" data-saved="Đã lưu trên máy chủ"
                    data-invalid="Điểm từ 0 đến {max}, tròn đến {step}." data-sheet="#" {
                    input type="hidden" name="version" value="1";
                    h2 { "Phiếu chấm điểm" }
                    (criterion(1, "Chủ đề, tư tưởng", 30, "26"))
                    (criterion(2, "Cảm xúc", 20, "17,5"))
                    (criterion(3, "Hình ảnh, ngôn ngữ", 25, ""))
                    div.mt-4 { (Field::textarea("comment", "Nhận xét").optional("không bắt buộc").rows(2)) }
                    div.foot {
                        div.total { span { "Tổng điểm " span.soft.small data-missing="(còn {n} tiêu chí)" { "(còn 1 tiêu chí)" } } b data-total { "43,5" } }
                        div.actions { (Button::primary("Nộp phiếu")) (Button::plain("Để sau").name("viec").value("sau")) }
                        (save_state("Đã lưu trên máy chủ"))
                    }
                }
            }
        }
    }
}

fn paper() -> Markup {
    html! {
        div.paper {
            div.heads {
                div { p { "HUYỆN PHÚ TÂN" } p.strong { "BAN TỔ CHỨC CUỘC THI" } }
                div { p.strong { "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" } p.strong { "Độc lập - Tự do - Hạnh phúc" } }
            }
            h3.center { "PHIẾU CHẤM ĐIỂM" }
            p { "Mã phách: " span.blank {} " Thể loại: Thơ" }
            (Table::new("Phiếu chấm điểm").hide_caption().scroll().col(Col::new("Tiêu chí").head()).col(Col::new("Tối đa").num()).col(Col::new("Điểm").num())
                .row(Row::new().cell("Chủ đề, tư tưởng").cell("30").cell("")).row(Row::new().cell("Cảm xúc").cell("20").cell("")))
            div.signatures {
                div { p { b { "THƯ KÝ" } } p.small { "(Ký, ghi rõ họ tên)" } }
                div { p { b { "GIÁM KHẢO" } } p.small { "(Ký, ghi rõ họ tên)" } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::samples;
    use std::collections::BTreeSet;

    fn attribute<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
        html.split(&format!(" {name}=\"")).skip(1).filter_map(|rest| rest.split('"').next()).collect()
    }

    #[test]
    fn no_component_writes_what_the_content_policy_refuses() {
        let html = samples().into_string();
        for banned in [" style=", "<script", " onclick=", " onsubmit=", "javascript:"] {
            assert_eq!(html.matches(banned).count(), 0, "{banned}");
        }
    }

    #[test]
    fn ids_are_unique_and_everything_that_points_finds_its_aim() {
        let html = samples().into_string();
        let ids = attribute(&html, "id");
        let unique: BTreeSet<_> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len());
        let aims = ["for", "aria-describedby", "aria-labelledby", "data-confirm"]
            .iter()
            .flat_map(|name| attribute(&html, name))
            .flat_map(str::split_whitespace);
        let lost: Vec<_> = aims.filter(|aim| !unique.contains(aim)).collect();
        assert_eq!(lost, Vec::<&str>::new());
    }
}
