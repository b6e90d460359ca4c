"""Which addresses answer a form. Every other one is read, and answers 405 to whoever sends something.

A new address is taken for one that is read until it stands here.
"""

ANSWER_A_FORM = frozenset(
    """
    account_change_password account_login account_logout account_reauthenticate account_reset_password
    account_reset_password_from_key account_session_end account_sessions_end account_signup agenda_document_add
    agenda_document_change agenda_document_remove agenda_item_leave_out agenda_item_move agenda_item_put_back
    agenda_order exempt_passage_add exempt_passage_change exempt_passage_remove follow_confirm follow_end
    inquiry_follow invitation manage_appointment_end manage_appointment_new manage_category manage_closed_day_remove
    manage_closed_days manage_committee manage_committee_abolish manage_committee_new manage_inquiry_edit
    manage_inquiry_hand_on manage_inquiry_new manage_inquiry_publish manage_inquiry_response manage_inquiry_withdraw
    manage_meeting manage_meeting_approve_minutes manage_meeting_cancel manage_meeting_hold manage_meeting_new
    manage_membership_end manage_membership_new manage_part_new manage_person_edit manage_person_new
    manage_person_remove_data manage_post manage_post_end manage_post_new manage_recommendation
    manage_recommendation_new manage_recommendation_withdraw manage_responsibilities manage_responsibility_end
    manage_responsibility_first manage_responsibility_move manage_scheme manage_sign_in manage_user meeting_actions
    meeting_ask meeting_declaration_remove meeting_declarations meeting_pack_cancel meeting_pack_findings
    meeting_pack_issue meeting_pack_make meeting_private meeting_private_end meeting_publish_views
    meeting_screen_show mfa_activate_totp mfa_add_webauthn mfa_authenticate mfa_deactivate_totp mfa_login_webauthn
    mfa_reauthenticate mfa_reauthenticate_webauthn mfa_remove_webauthn plan_aim_edit plan_aim_leads plan_aim_link_new
    plan_aim_new plan_aim_remove plan_edit plan_end plan_item_edit plan_item_leads plan_item_link_new plan_item_new
    plan_item_take_out plan_lead_end plan_lead_first plan_link_remove plan_new plan_publish plan_theme_edit
    plan_theme_item_new plan_theme_new plan_theme_remove recommendation_follow recovery_codes
    report_accept report_check report_check_draft report_contact_officers report_contact_officers_draft
    report_earlier report_evidence_add report_evidence_change report_evidence_order report_evidence_remove
    report_move report_open report_overview report_overview_draft report_posts report_publish report_recommendation
    report_recommendation_draft report_remind report_return report_submit report_withdraw sso_connect sso_disconnect
    sso_login supplement_decline supplement_new supplement_publish view_correct view_record view_reopen view_undo
    views_agree writing_preview
    """.split()  # noqa: SIM905 - a list of names, to be read
)
# What no page has. The API, which answers for itself, has not even POST.
METHODS_OF_NO_PAGE = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
