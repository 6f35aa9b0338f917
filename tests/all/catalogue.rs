//! Both languages are complete: every sentence in both, with the same values, and every key that the sources name exists.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use bongsen::kernel::msg::Msg;
use bongsen::lang::Lang;

/// Key → the values that its text names.
fn messages(lang: &str) -> BTreeMap<String, BTreeSet<String>> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lang").join(lang);
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let mut key = String::new();
        for line in text.lines() {
            let begins = line.chars().next().is_some_and(|c| c.is_ascii_lowercase());
            if begins && let Some((k, _)) = line.split_once('=') {
                key = k.trim().to_owned();
                let old = all.insert(key.clone(), BTreeSet::new());
                assert!(old.is_none(), "{key} stands twice ({})", path.display());
            }
            let mut rest = line;
            while let Some(i) = rest.find('$') {
                rest = &rest[i + 1..];
                let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '-').collect();
                all.get_mut(&key).unwrap().insert(name);
            }
        }
    }
    all
}

#[test]
fn both_languages_say_the_same_things() {
    let (vi, en) = (messages("vi"), messages("en"));
    assert!(vi.len() > 70);
    let only = |a: &BTreeMap<String, BTreeSet<String>>, b: &BTreeMap<String, BTreeSet<String>>| {
        a.keys().filter(|k| !b.contains_key(*k)).cloned().collect::<Vec<_>>()
    };
    assert_eq!(only(&vi, &en), Vec::<String>::new(), "not in English");
    assert_eq!(only(&en, &vi), Vec::<String>::new(), "not in Vietnamese");
    for (key, values) in &vi {
        // A language may leave a value out (a plural), but not ask for one that the other does not know.
        let other = &en[key];
        let (fewer, more) = if values.len() < other.len() { (values, other) } else { (other, values) };
        assert!(fewer.is_subset(more), "{key}: {values:?} and {other:?}");
    }
}

#[test]
fn every_sentence_can_be_said() {
    for lang in [Lang::Vi, Lang::En] {
        for (key, values) in messages(lang.code()) {
            let mut msg = Msg::new(&key);
            for v in &values {
                msg = msg.with(v, 7i64);
            }
            let said = lang.say(&msg);
            // One sentence is its own key: «optional».
            assert!((said != key || key == "optional") && !said.contains('{'), "{key} in {}: {said}", lang.code());
        }
    }
}

fn keys_in(dir: &Path, out: &mut BTreeSet<(String, String)>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            keys_in(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            for mark in ["msg!(\"", ".t(\"", ".text(\"nav", "Msg::new(\""] {
                for (i, _) in text.match_indices(mark) {
                    let start = i + mark.rfind('"').unwrap() + 1;
                    let key: String = text[start..].chars().take_while(|c| *c != '"').collect();
                    if !key.contains('{') && !key.is_empty() {
                        out.insert((key, path.display().to_string()));
                    }
                }
            }
        }
    }
}

#[test]
fn every_key_in_the_sources_exists() {
    let mut named = BTreeSet::new();
    keys_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut named);
    assert!(named.len() > 30);
    let known = messages("vi");
    // Keys of tests and of examples in comments begin so.
    let missing: Vec<_> =
        named.iter().filter(|(k, _)| !k.starts_with("key") && k != "x" && !known.contains_key(k)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

/// The actions of the events that the sources record: the text of every `record(…)` or `event(…)`, and of the choices that are
/// named `action` before.
fn actions_in(dir: &Path, out: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            actions_in(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            for (mark, end) in [("record(", "Subject("), ("event(", ")"), ("let action = ", ";")] {
                for (i, _) in text.match_indices(mark) {
                    let part = &text[i + mark.len()..];
                    let part = &part[..part.find(end).unwrap_or(part.len())];
                    // Between quotes stands every second piece.
                    let words = part.split('"').skip(1).step_by(2);
                    out.extend(words.filter(|w| is_action(w)).map(str::to_owned));
                }
            }
        }
    }
}

fn is_action(word: &str) -> bool {
    let plain = |s: &str| !s.is_empty() && s.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c == '-');
    word.split_once('.').is_some_and(|(of, what)| plain(of) && plain(what))
}

#[test]
fn every_recorded_action_has_words_in_the_log() {
    let mut actions = BTreeSet::new();
    actions_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut actions);
    for one_of_each in ["entry.unchecked", "results.award_revoked", "invitation.made", "account.no_admin"] {
        assert!(actions.contains(one_of_each), "{one_of_each} is not found in the sources");
    }
    for lang in ["vi", "en"] {
        let known = messages(lang);
        let key = |a: &String| format!("log-{}", a.replace(['.', '_'], "-"));
        let missing: Vec<_> = actions.iter().filter(|a| !known.contains_key(&key(a))).collect();
        assert!(missing.is_empty(), "without words in {lang}: {missing:?}");
    }
}
