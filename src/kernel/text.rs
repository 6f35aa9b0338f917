//! Words as people type, count, search and sort them: cleaning, folding, counting, Vietnamese order.
//!
//! Owns everything that looks inside a text without caring what it is about. Must not know entries, people or pages.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One line as typed (a name, a title): NFC, no control, bidi or invisible characters, single spaces, trimmed.
///
/// Joiners (U+200C, U+200D) stay inside a word, where some scripts and emoji need them.
#[must_use]
pub fn clean_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let spaced = text.nfc().map(|c| if is_break(c) { ' ' } else { c });
    let kept: String = spaced.filter(|c| !is_unwanted(*c)).collect();
    for word in kept.split_whitespace() {
        let word = word.trim_matches(is_joiner);
        if word.is_empty() {
            continue;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    // Taking a character away can bring a letter and its mark together.
    line.nfc().collect()
}

/// A text of many lines as typed (a poem, a summary): NFC, every line end LF, no control, bidi or invisible characters.
///
/// Spaces, tabs and empty lines stay as the author set them.
#[must_use]
pub fn clean_text(text: &str) -> String {
    let one_end = text.replace("\r\n", "\n");
    let kept: String = one_end
        .nfc()
        .map(|c| if is_break(c) && c != '\t' { '\n' } else { c })
        .filter(|c| matches!(c, '\n' | '\t') || !is_unwanted(*c))
        .collect();
    kept.nfc().collect()
}

/// Trims, and makes every run of white space one space.
#[must_use]
pub fn squish(text: &str) -> String {
    let mut squished = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !squished.is_empty() {
            squished.push(' ');
        }
        squished.push_str(word);
    }
    squished
}

/// For search and for comparing names: no marks (NFKD), đ as d, lower case, single spaces. "Đỗ  Thị HÒA" is "do thi hoa".
#[must_use]
pub fn fold(text: &str) -> String {
    let folded: String = text
        .nfkd()
        .flat_map(char::to_lowercase)
        .nfkd()
        .filter(|c| !is_combining_mark(*c) && !is_joiner(*c))
        .map(|c| if is_break(c) { ' ' } else { c })
        .filter(|c| !is_unwanted(*c))
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect();
    squish(&folded)
}

/// For addresses: folded, letters and digits of ASCII, one hyphen between. May be empty (a title in another script).
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in fold(text).chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    if slug.ends_with('-') {
        slug.pop();
    }
    slug
}

/// *Số chữ*: runs without spaces that hold a letter or a digit.
#[must_use]
pub fn count_words(text: &str) -> usize {
    text.split_whitespace().filter(|run| run.chars().any(char::is_alphanumeric)).count()
}

/// *Số dòng*: lines that are not empty (a line of spaces is empty).
#[must_use]
pub fn count_lines(text: &str) -> usize {
    text.split(['\n', '\r', '\u{2028}', '\u{2029}']).filter(|line| !line.trim().is_empty()).count()
}

/// The key that puts people's names in Vietnamese list order when compared as bytes: given name (the last word), then the
/// middle names, then the family name (the first word). Within each, letters count before tones; case counts last of all.
#[must_use]
pub fn sort_key(name: &str) -> Vec<u8> {
    let name = squish(name);
    let (before, given) = name.rsplit_once(' ').unwrap_or(("", &name));
    let (family, middle) = before.split_once(' ').unwrap_or((before, ""));
    key_of(&[given, middle, family])
}

/// The key that puts titles, units and other words in Vietnamese order when compared as bytes, read from the left.
#[must_use]
pub fn title_key(title: &str) -> Vec<u8> {
    key_of(&[&squish(title)])
}

/// Line ends and other control characters that stand for a space.
const fn is_break(c: char) -> bool {
    matches!(c, '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Zero-width joiner and non-joiner.
const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// Characters that no one means to type: controls, bidi marks and overrides, invisible ones, and those XML cannot hold.
const fn is_unwanted(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{1F}'
            | '\u{7F}'..='\u{9F}'
            | '\u{AD}'
            | '\u{61C}'
            | '\u{180E}'
            | '\u{200B}'
            | '\u{200E}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{FFFE}'..='\u{FFFF}'
            | '\u{E0000}'..='\u{E007F}'
    )
}

// Order. CLDR's rules for Vietnamese: &̀<<̉<<̃<<́<<̣ (so: no tone, huyền, hỏi, ngã, sắc, nặng), &a<ă<â, &d<đ, &e<ê, &o<ô<ơ, &u<ư;
// the rest as in its root: spaces, then other signs, digits, Latin letters, other letters.

const END: u8 = 0x00;
const SPACE: u8 = 0x02;
const SIGN: u8 = 0x03;
const DIGIT: u8 = 0x10;
const LETTER: u8 = 0x20;
const OTHER: u8 = 0xF0;

/// The alphabet in order; each letter as its plain letter and its second mark.
const ALPHABET: [(char, Option<char>); 33] = [
    ('a', None),
    ('a', Some(BREVE)),
    ('a', Some(CIRCUMFLEX)),
    ('b', None),
    ('c', None),
    ('d', None),
    ('đ', None),
    ('e', None),
    ('e', Some(CIRCUMFLEX)),
    ('f', None),
    ('g', None),
    ('h', None),
    ('i', None),
    ('j', None),
    ('k', None),
    ('l', None),
    ('m', None),
    ('n', None),
    ('o', None),
    ('o', Some(CIRCUMFLEX)),
    ('o', Some(HORN)),
    ('p', None),
    ('q', None),
    ('r', None),
    ('s', None),
    ('t', None),
    ('u', None),
    ('u', Some(HORN)),
    ('v', None),
    ('w', None),
    ('x', None),
    ('y', None),
    ('z', None),
];

const BREVE: char = '\u{306}';
const CIRCUMFLEX: char = '\u{302}';
const HORN: char = '\u{31B}';

/// 1 for no tone, then the tones in order; 7 for a mark that Vietnamese does not have.
const fn tone(mark: char) -> u8 {
    match mark {
        '\u{300}' => 2,
        '\u{309}' => 3,
        '\u{303}' => 4,
        '\u{301}' => 5,
        '\u{323}' => 6,
        _ => 7,
    }
}

/// One letter or sign with its marks, read apart.
struct Letter {
    plain: char,
    shape: Option<char>,
    tone: u8,
    capital: bool,
}

fn letters(text: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::with_capacity(text.len());
    for c in text.nfkd() {
        if is_joiner(c) || is_unwanted(c) {
            continue;
        }
        if is_combining_mark(c) {
            if let Some(letter) = letters.last_mut() {
                let shaped = Some(c);
                if letter.shape.is_none() && ALPHABET.contains(&(letter.plain, shaped)) {
                    letter.shape = shaped;
                } else {
                    letter.tone = letter.tone.max(tone(c));
                }
            }
            continue;
        }
        let capital = c.is_uppercase();
        for plain in c.to_lowercase() {
            // The only small letters that come apart are those of "İ", whose dot is a mark.
            if !is_combining_mark(plain) {
                letters.push(Letter { plain, shape: None, tone: 1, capital });
            }
        }
    }
    letters
}

fn key_of(parts: &[&str]) -> Vec<u8> {
    let mut key = Vec::new();
    let mut cases = Vec::new();
    for part in parts {
        let letters = letters(part);
        for letter in &letters {
            push_place(&mut key, letter);
        }
        key.push(END);
        key.extend(letters.iter().map(|letter| letter.tone));
        key.push(END);
        cases.extend(letters.iter().map(|letter| if letter.capital { 2 } else { 1 }));
        cases.push(END);
    }
    key.extend(cases);
    key
}

/// Where a letter stands among letters, tones and case aside.
fn push_place(key: &mut Vec<u8>, letter: &Letter) {
    let in_alphabet = ALPHABET.iter().position(|known| *known == (letter.plain, letter.shape));
    if let Some(place) = in_alphabet.and_then(|place| u8::try_from(place).ok()) {
        key.push(LETTER + place);
    } else if let Some(digit) = letter.plain.to_digit(10).and_then(|digit| u8::try_from(digit).ok()) {
        key.push(DIGIT + digit);
    } else if letter.plain == ' ' {
        key.push(SPACE);
    } else {
        key.push(if letter.plain.is_alphanumeric() { OTHER } else { SIGN });
        let mut utf8 = [0; 4];
        // The bytes of UTF-8 keep the order of code points.
        key.extend_from_slice(letter.plain.encode_utf8(&mut utf8).as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_is_cleaned() {
        assert_eq!(clean_line("  Nguye\u{302}\u{303}n\tVa\u{306}n\r\n An "), "Nguyễn Văn An");
        assert_eq!(clean_line("An\u{202E}gnas\u{200B}\u{FEFF}"), "Angnas");
        assert_eq!(clean_line("\u{200D} \u{200D}"), "");
        assert_eq!(clean_line("👩\u{200D}🌾"), "👩\u{200D}🌾");
        assert_eq!(clean_line("Sen\u{0} hồng\u{7}"), "Sen hồng");
        assert_eq!(clean_line("e\u{200B}\u{301}"), "é");
    }

    #[test]
    fn a_text_keeps_its_lines() {
        assert_eq!(
            clean_text("Tháp Mười\r\n  đẹp nhất\rbông sen\u{2028}\u{202A}\n\n\tViệt Nam\u{0}"),
            "Tháp Mười\n  đẹp nhất\nbông sen\n\n\n\tViệt Nam"
        );
    }

    #[test]
    fn folding_takes_marks_and_case_away() {
        assert_eq!(fold("Đỗ  Thị HÒA"), "do thi hoa");
        assert_eq!(fold("Hoà"), fold("Hòa"));
        assert_eq!(fold("Nguye\u{302}\u{303}n"), "nguyen");
        assert_eq!(fold("Phường\u{A0}Mỹ Hội Đông"), "phuong my hoi dong");
        assert_eq!(fold("Ｓｅｎ ﬁ"), "sen fi");
        assert_eq!(fold("đường Đ"), "duong d");
    }

    #[test]
    fn a_slug_is_safe_in_an_address() {
        assert_eq!(slug("  Bông sen – Tháp Mười (2026)! "), "bong-sen-thap-muoi-2026");
        assert_eq!(slug("Ước mơ"), "uoc-mo");
        assert_eq!(slug("蓮"), "");
    }

    #[test]
    fn words_are_runs_with_a_letter_or_digit() {
        assert_eq!(count_words("Tháp Mười đẹp nhất bông sen,"), 6);
        assert_eq!(count_words("Bác Hồ – một tình yêu bao la …"), 7);
        assert_eq!(count_words("- * 19/5/1890 (một)"), 2);
        assert_eq!(count_words("  \n\t "), 0);
    }

    #[test]
    fn lines_are_those_not_empty() {
        assert_eq!(count_lines("Tháp Mười đẹp nhất bông sen\r\n   \r\nViệt Nam đẹp nhất có tên Bác Hồ\n\n"), 2);
        assert_eq!(count_lines("một\rhai"), 2);
        assert_eq!(count_lines(""), 0);
    }

    fn sorted(names: &[&str]) -> Vec<String> {
        let mut names: Vec<String> = names.iter().rev().map(ToString::to_string).collect();
        names.sort_by_key(|name| sort_key(name));
        names
    }

    #[test]
    fn tones_come_in_the_order_of_cldr() {
        assert_eq!(sorted(&["Ma", "Mà", "Mả", "Mã", "Má", "Mạ"]), ["Ma", "Mà", "Mả", "Mã", "Má", "Mạ"]);
    }

    #[test]
    fn letters_come_in_the_order_of_the_alphabet() {
        let order = [
            "a", "ă", "ằ", "â", "ậ", "b", "c", "d", "đ", "e", "ê", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o",
            "ô", "ơ", "p", "q", "r", "s", "t", "u", "ư", "v", "w", "x", "y", "z", "ж", "蓮",
        ];
        assert_eq!(sorted(&order), order);
        assert_eq!(sorted(&["1", "2", "12", "a"]), ["1", "12", "2", "a"]);
    }

    #[test]
    fn names_go_by_given_then_middle_then_family() {
        let order = [
            "Trần Văn An",
            "Lê Thị Ánh",
            "Nguyễn Thị Bình",
            "Đặng Văn Bình",
            "Nguyễn Văn Bình",
            "Hoa",
            "Võ Thị Minh Hoa",
            "Lê An Hòa",
            "Lê Thị Hòa",
            "Lý Hồng Ân Hòa",
        ];
        // middle names: "an" before "hồng ân" before "thị"
        let expected = [
            "Trần Văn An",
            "Lê Thị Ánh",
            "Nguyễn Thị Bình",
            "Đặng Văn Bình",
            "Nguyễn Văn Bình",
            "Hoa",
            "Võ Thị Minh Hoa",
            "Lê An Hòa",
            "Lý Hồng Ân Hòa",
            "Lê Thị Hòa",
        ];
        assert_eq!(sorted(&order), expected);
    }

    #[test]
    fn a_shorter_title_comes_first_and_small_letters_before_capitals() {
        let mut titles = ["Sen hồng", "sen", "Sen", "Sên", "Sen Việt", "Sen\u{301}"];
        titles.sort_by_key(|title| title_key(title));
        assert_eq!(titles, ["sen", "Sen", "Sen\u{301}", "Sen hồng", "Sen Việt", "Sên"]);
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(text in "[\\PC\\r\\n\u{200B}-\u{200F}\u{202E}\u{301}\u{302}\u{323}]{0,20}") {
            prop_assert_eq!(clean_line(&clean_line(&text)), clean_line(&text));
            prop_assert_eq!(clean_text(&clean_text(&text)), clean_text(&text));
            prop_assert!(!clean_text(&text).chars().any(|c| c != '\n' && c != '\t' && is_unwanted(c)));
            prop_assert!(!clean_line(&text).chars().any(is_unwanted));
        }

        #[test]
        fn folding_twice_is_folding_once(text in any::<String>()) {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
            prop_assert_eq!(squish(&squish(&text)), squish(&text));
            prop_assert_eq!(slug(&slug(&text)), slug(&text));
        }

        #[test]
        fn keys_do_not_care_how_letters_are_composed(text in "[A-Za-zà-ỹĐđ ]{0,20}") {
            let (nfc, nfd): (String, String) = (text.nfc().collect(), text.nfd().collect());
            prop_assert_eq!(sort_key(&nfc), sort_key(&nfd));
            prop_assert_eq!(fold(&nfc), fold(&nfd));
            prop_assert_eq!(count_words(&nfc), count_words(&nfd));
        }

        #[test]
        fn names_with_one_key_differ_in_nothing_a_reader_sees(a in "[aAàâấđd ]{0,6}", b in "[aAàâấđd ]{0,6}") {
            if title_key(&a) == title_key(&b) {
                prop_assert_eq!(squish(&a), squish(&b));
            }
        }
    }
}
