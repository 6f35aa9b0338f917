//! The tables as both databases hold them. A test compares this with what the migrations make.

diesel::table! {
    instance (key) {
        key -> Text,
        value -> Text,
    }
}

diesel::table! {
    accounts (id) {
        id -> BigInt,
        name -> Text,
        email -> Nullable<Text>,
        phone -> Nullable<Text>,
        email_verified_at -> Nullable<BigInt>,
        phone_verified_at -> Nullable<BigInt>,
        password_hash -> Nullable<Text>,
        lang -> Text,
        is_admin -> Bool,
        created_at -> BigInt,
        disabled_at -> Nullable<BigInt>,
        version -> BigInt,
    }
}

diesel::table! {
    sessions (id) {
        id -> BigInt,
        token_hash -> Binary,
        account_id -> BigInt,
        created_at -> BigInt,
        seen_at -> BigInt,
        expires_at -> BigInt,
        agent -> Text,
    }
}

diesel::table! {
    one_time_codes (id) {
        id -> BigInt,
        account_id -> BigInt,
        purpose -> Text,
        code_hash -> Binary,
        created_at -> BigInt,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
        tries -> BigInt,
        issued_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    attempts (id) {
        id -> BigInt,
        bucket -> Text,
        window_start -> BigInt,
        count -> BigInt,
    }
}

diesel::table! {
    parked_forms (id) {
        id -> BigInt,
        token_hash -> Binary,
        browser_hash -> Binary,
        path -> Text,
        body -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    contests (id) {
        id -> BigInt,
        short_code -> Text,
        title -> Text,
        title_en -> Text,
        theme -> Text,
        time_zone -> Text,
        issuer -> Text,
        phase -> Text,
        is_current -> Bool,
        launch_at -> Nullable<BigInt>,
        open_at -> Nullable<BigInt>,
        deadline_at -> Nullable<BigInt>,
        grace_minutes -> BigInt,
        preliminary_at -> Nullable<BigInt>,
        final_at -> Nullable<BigInt>,
        publication_at -> Nullable<BigInt>,
        published_from -> Nullable<Text>,
        published_to -> Nullable<Text>,
        commitments -> Text,
        topics -> Text,
        tie_policy -> Text,
        score_method -> Text,
        conflict_rule -> Text,
        contact -> Text,
        created_at -> BigInt,
        version -> BigInt,
    }
}

diesel::table! {
    rules_versions (id) {
        id -> BigInt,
        contest_id -> BigInt,
        number -> BigInt,
        body -> Text,
        made_at -> BigInt,
        made_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    units (id) {
        id -> BigInt,
        contest_id -> BigInt,
        key -> Text,
        name -> Text,
        kind -> Text,
        valid_from -> Nullable<Text>,
        valid_to -> Nullable<Text>,
        successor_id -> Nullable<BigInt>,
        position -> BigInt,
    }
}

diesel::table! {
    category_groups (id) {
        id -> BigInt,
        contest_id -> BigInt,
        code -> Text,
        name -> Text,
        name_en -> Text,
        position -> BigInt,
    }
}

diesel::table! {
    rubrics (id) {
        id -> BigInt,
        contest_id -> BigInt,
        key -> Text,
        name -> Text,
        name_en -> Text,
        scale -> BigInt,
        step -> BigInt,
        version -> BigInt,
    }
}

diesel::table! {
    criteria (id) {
        id -> BigInt,
        rubric_id -> BigInt,
        position -> BigInt,
        name -> Text,
        name_en -> Text,
        max -> BigInt,
        levels -> Text,
    }
}

diesel::table! {
    categories (id) {
        id -> BigInt,
        contest_id -> BigInt,
        group_id -> BigInt,
        key -> Text,
        code -> Text,
        name -> Text,
        name_en -> Text,
        kind -> Text,
        blind -> Bool,
        rules -> Text,
        position -> BigInt,
        version -> BigInt,
    }
}

diesel::table! {
    rounds (id) {
        id -> BigInt,
        contest_id -> BigInt,
        key -> Text,
        name -> Text,
        position -> BigInt,
        quota -> BigInt,
        advance -> Text,
        deliberation -> Bool,
        state -> Text,
        opened_at -> Nullable<BigInt>,
        closed_at -> Nullable<BigInt>,
        version -> BigInt,
    }
}

diesel::table! {
    category_rubrics (id) {
        id -> BigInt,
        category_id -> BigInt,
        round_id -> BigInt,
        rubric_id -> BigInt,
    }
}

diesel::table! {
    prizes (id) {
        id -> BigInt,
        contest_id -> BigInt,
        group_id -> Nullable<BigInt>,
        level -> Text,
        count -> BigInt,
        money -> BigInt,
        position -> BigInt,
    }
}

diesel::table! {
    memberships (id) {
        id -> BigInt,
        contest_id -> BigInt,
        account_id -> BigInt,
        role -> Text,
        unit_id -> Nullable<BigInt>,
        granted_at -> BigInt,
        granted_by -> Nullable<BigInt>,
        ended_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    invitations (id) {
        id -> BigInt,
        contest_id -> Nullable<BigInt>,
        role -> Text,
        name -> Text,
        email -> Nullable<Text>,
        unit_id -> Nullable<BigInt>,
        token_hash -> Binary,
        invited_at -> BigInt,
        invited_by -> Nullable<BigInt>,
        expires_at -> BigInt,
        accepted_at -> Nullable<BigInt>,
        accepted_by -> Nullable<BigInt>,
        revoked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    entries (id) {
        id -> BigInt,
        contest_id -> BigInt,
        owner_id -> BigInt,
        category_id -> Nullable<BigInt>,
        token -> Text,
        state -> Text,
        receipt_code -> Nullable<Text>,
        blind_code -> Nullable<Text>,
        public_code -> Nullable<Text>,
        title -> Text,
        title_folded -> Text,
        pen_name -> Text,
        summary -> Text,
        body -> Text,
        outlet -> Text,
        published_on -> Nullable<Text>,
        link -> Text,
        portrays -> Text,
        topic -> Text,
        author_kind -> Text,
        group_name -> Text,
        unit_id -> Nullable<BigInt>,
        unit_name -> Text,
        ai_used -> Nullable<Text>,
        ai_note -> Text,
        commitments -> Text,
        gallery_consent -> Bool,
        rules_number -> Nullable<BigInt>,
        late -> Bool,
        on_behalf_by -> Nullable<BigInt>,
        postmark_on -> Nullable<Text>,
        version -> BigInt,
        submitted_number -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        submitted_at -> Nullable<BigInt>,
        state_at -> BigInt,
        state_by -> Nullable<BigInt>,
        correction_text -> Text,
        correction_due_at -> Nullable<BigInt>,
        decision_reason -> Text,
    }
}

diesel::table! {
    entry_versions (id) {
        id -> BigInt,
        entry_id -> BigInt,
        number -> BigInt,
        content -> Text,
        made_at -> BigInt,
        made_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    authors (id) {
        id -> BigInt,
        entry_id -> BigInt,
        position -> BigInt,
        name -> Text,
        name_folded -> Text,
        birth_date -> Nullable<Text>,
        share -> Nullable<BigInt>,
        unit_id -> Nullable<BigInt>,
        unit_name -> Text,
        phone -> Text,
        guardian_name -> Text,
        guardian_phone -> Text,
        guardian_consent -> Bool,
    }
}

diesel::table! {
    files (id) {
        id -> BigInt,
        entry_id -> BigInt,
        token -> Text,
        slot -> BigInt,
        position -> BigInt,
        name -> Text,
        caption -> Text,
        state -> Text,
        faults -> Text,
        unverified -> Text,
        size -> BigInt,
        sha256 -> Binary,
        blob_key -> Text,
        kind -> Nullable<Text>,
        width -> Nullable<BigInt>,
        height -> Nullable<BigInt>,
        duration_ms -> Nullable<BigInt>,
        words -> Nullable<BigInt>,
        pages -> Nullable<BigInt>,
        created_at -> BigInt,
        removed_at -> Nullable<BigInt>,
        released_at -> Nullable<BigInt>,
        released_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    renditions (id) {
        id -> BigInt,
        file_id -> BigInt,
        kind -> Text,
        token -> Text,
        blob_key -> Text,
        size -> BigInt,
        sha256 -> Binary,
        file_kind -> Text,
        width -> Nullable<BigInt>,
        height -> Nullable<BigInt>,
        made_at -> BigInt,
        made_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    checks (id) {
        id -> BigInt,
        entry_id -> BigInt,
        key -> Text,
        ticked_at -> BigInt,
        ticked_by -> BigInt,
    }
}

diesel::table! {
    text_prints (entry_id) {
        entry_id -> BigInt,
        print -> Binary,
    }
}

diesel::table! {
    claims (id) {
        id -> BigInt,
        entry_id -> BigInt,
        code_hash -> Binary,
        made_at -> BigInt,
        made_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    extensions (id) {
        id -> BigInt,
        contest_id -> BigInt,
        account_id -> BigInt,
        until_at -> BigInt,
        reason -> Text,
        granted_at -> BigInt,
        granted_by -> BigInt,
    }
}

diesel::table! {
    panels (id) {
        id -> BigInt,
        contest_id -> BigInt,
        round_id -> BigInt,
        group_id -> BigInt,
    }
}

diesel::table! {
    panel_members (id) {
        id -> BigInt,
        panel_id -> BigInt,
        account_id -> BigInt,
        is_head -> Bool,
        added_at -> BigInt,
        added_by -> Nullable<BigInt>,
        removed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    conflicts (id) {
        id -> BigInt,
        contest_id -> BigInt,
        judge_id -> BigInt,
        entry_id -> BigInt,
        source -> Text,
        present -> Bool,
        reason -> Text,
        made_at -> BigInt,
        made_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    assignments (id) {
        id -> BigInt,
        contest_id -> BigInt,
        round_id -> BigInt,
        entry_id -> BigInt,
        judge_id -> BigInt,
        token -> Text,
        order_key -> BigInt,
        state -> Text,
        origin -> Text,
        version -> BigInt,
        comment -> Text,
        skipped -> Bool,
        last_key -> Text,
        created_at -> BigInt,
        created_by -> Nullable<BigInt>,
        updated_at -> BigInt,
        handed_in_at -> Nullable<BigInt>,
        locked_at -> Nullable<BigInt>,
        ended_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    marks (id) {
        id -> BigInt,
        assignment_id -> BigInt,
        criterion_id -> BigInt,
        points -> BigInt,
        marked_at -> BigInt,
    }
}

diesel::table! {
    sheet_copies (id) {
        id -> BigInt,
        assignment_id -> BigInt,
        number -> BigInt,
        content -> Text,
        handed_in_at -> BigInt,
    }
}

diesel::table! {
    advancements (id) {
        id -> BigInt,
        contest_id -> BigInt,
        round_id -> BigInt,
        entry_id -> BigInt,
        way -> Text,
        reason -> Text,
        made_at -> BigInt,
        made_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    tie_votes (id) {
        id -> BigInt,
        round_id -> BigInt,
        entry_id -> BigInt,
        place -> BigInt,
        made_at -> BigInt,
        made_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    awards (id) {
        id -> BigInt,
        contest_id -> BigInt,
        prize_id -> BigInt,
        entry_id -> Nullable<BigInt>,
        unit_id -> Nullable<BigInt>,
        position -> BigInt,
        reason -> Text,
        made_at -> BigInt,
        made_by -> Nullable<BigInt>,
        revoked_at -> Nullable<BigInt>,
        revoked_reason -> Text,
    }
}

diesel::table! {
    vacancies (id) {
        id -> BigInt,
        contest_id -> BigInt,
        prize_id -> BigInt,
        reason -> Text,
        made_at -> BigInt,
        made_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    gallery_hidings (id) {
        id -> BigInt,
        contest_id -> BigInt,
        entry_id -> BigInt,
        reason -> Text,
        made_at -> BigInt,
        made_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    unblindings (id) {
        id -> BigInt,
        contest_id -> BigInt,
        made_at -> BigInt,
        made_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    publications (id) {
        id -> BigInt,
        contest_id -> BigInt,
        number -> BigInt,
        state -> Text,
        content -> Text,
        sha256 -> Binary,
        reason -> Text,
        proposed_at -> BigInt,
        proposed_by -> Nullable<BigInt>,
        approved_at -> Nullable<BigInt>,
        approved_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    messages (id) {
        id -> BigInt,
        contest_id -> Nullable<BigInt>,
        account_id -> Nullable<BigInt>,
        kind -> Text,
        recipient -> Nullable<Text>,
        recipient_name -> Text,
        phone -> Nullable<Text>,
        subject -> Text,
        body -> Text,
        state -> Text,
        attempts -> BigInt,
        error -> Text,
        next_at -> BigInt,
        created_at -> BigInt,
        done_at -> Nullable<BigInt>,
        done_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    jobs (id) {
        id -> BigInt,
        kind -> Text,
        payload -> Text,
        state -> Text,
        run_at -> BigInt,
        leased_until -> Nullable<BigInt>,
        attempts -> BigInt,
        error -> Text,
        created_at -> BigInt,
        done_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    audit_events (seq) {
        seq -> BigInt,
        at -> BigInt,
        action -> Text,
        actor_id -> Nullable<BigInt>,
        contest_id -> Nullable<BigInt>,
        subject -> Text,
        subject_id -> BigInt,
        data -> Text,
        request_id -> Text,
        prev_hash -> Binary,
        hash -> Binary,
    }
}

diesel::table! {
    audit_notes (id) {
        id -> BigInt,
        seq -> BigInt,
        name -> Text,
        salt -> Binary,
        body -> Text,
    }
}

diesel::table! {
    audit_head (id) {
        id -> BigInt,
        seq -> BigInt,
        hash -> Binary,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    instance,
    accounts,
    sessions,
    one_time_codes,
    attempts,
    parked_forms,
    contests,
    rules_versions,
    units,
    category_groups,
    rubrics,
    criteria,
    categories,
    rounds,
    category_rubrics,
    prizes,
    memberships,
    invitations,
    entries,
    entry_versions,
    authors,
    files,
    renditions,
    checks,
    claims,
    text_prints,
    extensions,
    panels,
    panel_members,
    conflicts,
    assignments,
    marks,
    sheet_copies,
    advancements,
    tie_votes,
    awards,
    vacancies,
    gallery_hidings,
    unblindings,
    publications,
    messages,
    jobs,
    audit_events,
    audit_notes,
    audit_head,
);

diesel::joinable!(sessions -> accounts (account_id));
diesel::joinable!(rules_versions -> contests (contest_id));
diesel::joinable!(rules_versions -> accounts (made_by));
diesel::joinable!(units -> contests (contest_id));
diesel::joinable!(category_groups -> contests (contest_id));
diesel::joinable!(rubrics -> contests (contest_id));
diesel::joinable!(criteria -> rubrics (rubric_id));
diesel::joinable!(categories -> contests (contest_id));
diesel::joinable!(categories -> category_groups (group_id));
diesel::joinable!(rounds -> contests (contest_id));
diesel::joinable!(category_rubrics -> categories (category_id));
diesel::joinable!(category_rubrics -> rounds (round_id));
diesel::joinable!(category_rubrics -> rubrics (rubric_id));
diesel::joinable!(prizes -> contests (contest_id));
diesel::joinable!(prizes -> category_groups (group_id));
diesel::joinable!(memberships -> contests (contest_id));
diesel::joinable!(memberships -> units (unit_id));
diesel::joinable!(invitations -> contests (contest_id));
diesel::joinable!(invitations -> units (unit_id));
diesel::joinable!(entries -> contests (contest_id));
diesel::joinable!(entries -> categories (category_id));
diesel::joinable!(entries -> units (unit_id));
diesel::joinable!(entry_versions -> entries (entry_id));
diesel::joinable!(entry_versions -> accounts (made_by));
diesel::joinable!(authors -> entries (entry_id));
diesel::joinable!(text_prints -> entries (entry_id));
diesel::joinable!(authors -> units (unit_id));
diesel::joinable!(files -> entries (entry_id));
diesel::joinable!(files -> accounts (released_by));
diesel::joinable!(renditions -> files (file_id));
diesel::joinable!(renditions -> accounts (made_by));
diesel::joinable!(checks -> entries (entry_id));
diesel::joinable!(checks -> accounts (ticked_by));
diesel::joinable!(extensions -> contests (contest_id));
diesel::joinable!(panels -> contests (contest_id));
diesel::joinable!(panels -> rounds (round_id));
diesel::joinable!(panels -> category_groups (group_id));
diesel::joinable!(panel_members -> panels (panel_id));
diesel::joinable!(conflicts -> contests (contest_id));
diesel::joinable!(conflicts -> entries (entry_id));
diesel::joinable!(assignments -> contests (contest_id));
diesel::joinable!(assignments -> rounds (round_id));
diesel::joinable!(assignments -> entries (entry_id));
diesel::joinable!(marks -> assignments (assignment_id));
diesel::joinable!(marks -> criteria (criterion_id));
diesel::joinable!(sheet_copies -> assignments (assignment_id));
diesel::joinable!(advancements -> contests (contest_id));
diesel::joinable!(advancements -> rounds (round_id));
diesel::joinable!(advancements -> entries (entry_id));
diesel::joinable!(advancements -> accounts (made_by));
diesel::joinable!(tie_votes -> rounds (round_id));
diesel::joinable!(tie_votes -> entries (entry_id));
diesel::joinable!(tie_votes -> accounts (made_by));
diesel::joinable!(awards -> contests (contest_id));
diesel::joinable!(awards -> prizes (prize_id));
diesel::joinable!(awards -> entries (entry_id));
diesel::joinable!(awards -> units (unit_id));
diesel::joinable!(awards -> accounts (made_by));
diesel::joinable!(vacancies -> contests (contest_id));
diesel::joinable!(vacancies -> prizes (prize_id));
diesel::joinable!(vacancies -> accounts (made_by));
diesel::joinable!(gallery_hidings -> contests (contest_id));
diesel::joinable!(gallery_hidings -> entries (entry_id));
diesel::joinable!(gallery_hidings -> accounts (made_by));
diesel::joinable!(unblindings -> contests (contest_id));
diesel::joinable!(unblindings -> accounts (made_by));
diesel::joinable!(publications -> contests (contest_id));
diesel::joinable!(messages -> contests (contest_id));
diesel::joinable!(audit_notes -> audit_events (seq));
