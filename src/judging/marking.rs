//! What a judge typed on a sheet, read and held against the rubric. Pure: must not know storage, the clock or who judges.

use std::collections::BTreeMap;

use crate::contests::contest::{Criterion, Rubric};
use crate::kernel::errors::Faults;
use crate::kernel::ids::CriterionId;
use crate::kernel::msg::Msg;
use crate::kernel::points::{Points, PointsError};

/// The longest comment, in characters.
pub const COMMENT_MAX: usize = 4000;

/// The name of a criterion's field on the sheet.
#[must_use]
pub fn field(criterion: CriterionId) -> String {
    format!("tc-{criterion}")
}

/// A mark as typed: nothing means that it is missing, never 0.
///
/// # Errors
/// The sentence that says what is wrong.
pub fn read(typed: &str, max: Points, step: Points) -> Result<Option<Points>, Msg> {
    let points = match Points::parse(typed) {
        Ok(points) => points,
        Err(PointsError::Empty) => return Ok(None),
        Err(PointsError::NotANumber) => return Err(msg!("judge-mark-not-number")),
        Err(PointsError::Negative | PointsError::TooLarge) => return Err(out_of_range(max)),
        Err(PointsError::TooFine) => return Err(msg!("judge-mark-step", step = step.to_string())),
    };
    if points > max {
        Err(out_of_range(max))
    } else if !points.on_step(step) {
        Err(msg!("judge-mark-step", step = step.to_string()))
    } else {
        Ok(Some(points))
    }
}

fn out_of_range(max: Points) -> Msg {
    msg!("judge-mark-range", max = max.to_string())
}

/// What changes when these marks are typed over those that are there. Fields that are not named stay; empty ones are cleared.
///
/// # Errors
/// Every fault, each at its field.
pub fn changes(
    there: &BTreeMap<CriterionId, Points>,
    typed: &[(CriterionId, String)],
    criteria: &[Criterion],
    rubric: &Rubric,
) -> Result<Vec<(CriterionId, Option<Points>)>, Faults> {
    let mut faults = Faults::none();
    let mut changes = Vec::new();
    for (id, text) in typed {
        let Some(criterion) = criteria.iter().find(|c| c.id == *id) else {
            faults.add(field(*id), msg!("judge-mark-unknown"));
            continue;
        };
        match read(text, criterion.max, rubric.step) {
            Ok(points) if points != there.get(id).copied() => changes.push((*id, points)),
            Ok(_) => {}
            Err(fault) => faults.add(field(*id), fault),
        }
    }
    if faults.is_empty() { Ok(changes) } else { Err(faults) }
}

/// The criteria that have no mark yet, as faults at their fields.
#[must_use]
pub fn missing(there: &BTreeMap<CriterionId, Points>, criteria: &[Criterion]) -> Faults {
    let mut faults = Faults::none();
    for criterion in criteria.iter().filter(|c| !there.contains_key(&c.id)) {
        faults.add(field(criterion.id), msg!("judge-mark-missing", criterion = criterion.name.as_str()));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::ids::RubricId;

    fn points(text: &str) -> Points {
        Points::parse(text).unwrap()
    }

    #[test]
    fn a_mark_is_read_as_it_is_typed() {
        let read = |text| read(text, points("30"), points("0,5"));
        assert_eq!(read("26"), Ok(Some(points("26"))));
        assert_eq!(read(" 17.5 "), Ok(Some(points("17,5"))));
        assert_eq!(read("0"), Ok(Some(Points::ZERO)));
        assert_eq!(read("30"), Ok(Some(points("30"))));
        assert_eq!(read(" "), Ok(None));
        assert_eq!(read("30,5"), Err(msg!("judge-mark-range", max = "30")));
        assert_eq!(read("-1"), Err(msg!("judge-mark-range", max = "30")));
        assert_eq!(read("17,25"), Err(msg!("judge-mark-step", step = "0,5")));
        assert_eq!(read("17,255"), Err(msg!("judge-mark-step", step = "0,5")));
        assert_eq!(read("hai"), Err(msg!("judge-mark-not-number")));
    }

    #[test]
    fn only_what_differs_changes_and_empty_clears() {
        let rubric = Rubric {
            id: RubricId(1),
            contest_id: crate::kernel::ids::ContestId(1),
            key: String::new(),
            name: String::new(),
            name_en: String::new(),
            scale: points("30"),
            step: points("1"),
            version: 1,
        };
        let criterion = |id: i64| Criterion {
            id: CriterionId(id),
            rubric_id: RubricId(1),
            position: id,
            name: format!("Tiêu chí {id}"),
            name_en: String::new(),
            max: points("10"),
            levels: "[]".into(),
        };
        let criteria = [criterion(1), criterion(2), criterion(3)];
        let there = BTreeMap::from([(CriterionId(1), points("7")), (CriterionId(2), points("8"))]);
        let typed =
            |pairs: &[(i64, &str)]| pairs.iter().map(|(id, t)| (CriterionId(*id), (*t).to_owned())).collect::<Vec<_>>();
        assert_eq!(
            changes(&there, &typed(&[(1, "7,0"), (2, ""), (3, "9")]), &criteria, &rubric),
            Ok(vec![(CriterionId(2), None), (CriterionId(3), Some(points("9")))])
        );
        assert_eq!(
            changes(&there, &typed(&[(1, "11"), (4, "1")]), &criteria, &rubric),
            Err(Faults(vec![
                ("tc-1".into(), msg!("judge-mark-range", max = "10")),
                ("tc-4".into(), msg!("judge-mark-unknown"))
            ]))
        );
        assert_eq!(
            missing(&there, &criteria),
            Faults(vec![("tc-3".into(), msg!("judge-mark-missing", criterion = "Tiêu chí 3"))])
        );
    }
}
