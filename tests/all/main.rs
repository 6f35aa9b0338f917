//! All tests that need more than one part of the house, in one binary so that it is linked once.

mod storage;
mod support;
