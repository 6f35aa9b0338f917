//! What browsers see. Handlers are thin: read the request, call an op or a store's reading function, draw a page.

pub mod account;
pub mod admin;
pub mod assets;
pub mod blobs;
pub mod body;
pub mod cache;
pub mod csrf;
pub mod entrant;
pub mod errors;
pub mod forms;
pub mod headers;
pub mod judge;
pub mod layout;
pub mod markdown;
pub mod office;
pub mod organizer;
pub mod public;
pub mod routes;
pub mod scoring;
pub mod server;
pub mod session;
pub mod ui;
pub mod visit;
pub mod words;
