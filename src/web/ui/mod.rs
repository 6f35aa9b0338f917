//! The components every page is built from, one file each. Pure: they turn words and numbers that
//! the caller has already translated into HTML, and know nothing of requests, rules or storage.
//!
//! Every builder implements [`maud::Render`], so it can stand in `html!` as `(Thing::new(…))`.
//! Looks live in `static/app.css`, behaviour in `static/js`; no component writes `style=` or a script.
//! [`samples::samples`] shows all of them together.

pub mod breadcrumbs;
pub mod button;
pub mod card;
pub mod chart;
pub mod clock;
pub mod dialog;
pub mod empty;
pub mod error_summary;
pub mod field;
pub mod form;
pub mod href;
pub mod login;
pub mod media;
pub mod notice;
pub mod pager;
pub mod progress;
pub mod reading;
pub mod samples;
pub mod stat;
pub mod summary_list;
pub mod table;
pub mod tabs;
pub mod tag;
pub mod task_list;
pub mod timeline;

pub use breadcrumbs::{Breadcrumbs, back_link};
pub use button::{Button, actions, button, form_button, link_button};
pub use card::{Card, cards};
pub use chart::{Bars, Histogram, Intervals};
pub use clock::Countdown;
pub use dialog::Dialog;
pub use empty::Empty;
pub use error_summary::ErrorSummary;
pub use field::{Field, Width, enter_saves, field_id, fieldset, hidden};
pub use form::{Form, SaveTexts, UploadTexts, save_state};
pub use href::safe_href;
pub use login::login;
pub use media::{Audio, Gallery, Pdf, Photo, Tile, Video, ViewerTexts, figure, tiles};
pub use notice::{Notice, confirmation};
pub use pager::Pager;
pub use progress::{Meter, Progress};
pub use reading::{poem, prose};
pub use stat::{Stat, stats};
pub use summary_list::SummaryList;
pub use table::{Col, Order, Row, Table};
pub use tabs::Tabs;
pub use tag::{Tag, Tone, tag};
pub use task_list::{Task, TaskList};
pub use timeline::{Event, Road, Step, Timeline};
