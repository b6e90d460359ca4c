"""Which addresses answer a form. Every other one is read, and answers 405 to whoever sends something.

A new address is taken for one that is read until it stands here.
"""

ANSWER_A_FORM = frozenset(
    """
    account_change_password account_login account_logout account_reauthenticate account_reset_password
    account_reset_password_from_key account_session_end account_sessions_end account_signup agenda_document_add
    agenda_document_change agenda_document_remove agenda_issued_remove agenda_item_leave_out agenda_item_move
    agenda_item_put_back agenda_month_add agenda_order cabinet_appendices cabinet_appendix_change
    cabinet_appendix_file cabinet_appendix_issued cabinet_appendix_remove cabinet_clear cabinet_decision
    cabinet_decision_correct cabinet_decision_publish cabinet_editions_cancel cabinet_editions_findings
    cabinet_editions_make cabinet_header cabinet_header_draft cabinet_heading_edit
    cabinet_heading_new cabinet_heading_remove cabinet_parties cabinet_party_edit cabinet_party_new
    cabinet_party_remove cabinet_recommended cabinet_recommended_edit cabinet_recommended_new
    cabinet_recommended_remove cabinet_report_accept cabinet_report_move cabinet_report_new cabinet_report_publish
    cabinet_report_return cabinet_report_submit cabinet_report_withdraw cabinet_section cabinet_section_draft
    cabinet_template cabinet_template_edit cabinet_template_new exempt_passage_add exempt_passage_change
    exempt_passage_remove follow_confirm follow_end inquiry_follow invitation manage_appointment_end
    manage_appointment_new manage_category manage_closed_day_remove manage_closed_days manage_committee
    manage_committee_abolish manage_committee_new manage_inquiry_edit manage_inquiry_hand_on manage_inquiry_new
    manage_inquiry_publish manage_inquiry_response manage_inquiry_withdraw manage_meeting
    manage_meeting_approve_minutes manage_meeting_cancel manage_meeting_hold manage_meeting_new
    manage_membership_end manage_membership_new manage_part_new manage_person_edit manage_person_new
    manage_person_remove_data manage_post manage_post_end manage_post_new manage_recommendation
    manage_recommendation_new manage_recommendation_split manage_recommendation_withdraw manage_responsibilities
    manage_responsibility_end manage_responsibility_first manage_responsibility_move manage_scheme manage_sign_in
    manage_user meeting_actions meeting_ask meeting_declaration_remove meeting_declarations meeting_pack_cancel
    meeting_pack_findings meeting_pack_issue meeting_pack_make meeting_private meeting_private_end
    meeting_publish_views meeting_screen_show mfa_activate_totp mfa_add_webauthn mfa_authenticate
    mfa_deactivate_totp mfa_login_webauthn mfa_reauthenticate mfa_reauthenticate_webauthn mfa_remove_webauthn
    plan_aim_asking plan_aim_edit plan_aim_leads plan_aim_link_new plan_aim_new plan_aim_remove plan_edit plan_end
    plan_hand_over plan_item_asking plan_item_edit plan_item_leads plan_item_link_new plan_item_new
    plan_item_take_out plan_lead_end plan_lead_first plan_lead_remove plan_link_remove plan_narrative_edit
    plan_narrative_new plan_narrative_remove plan_new plan_publish plan_remark_edit plan_remark_new
    plan_remark_publish plan_remark_remove plan_remark_take_back plan_round_carry plan_round_edit plan_round_issue
    plan_round_leave_out plan_round_new plan_round_remind plan_theme_edit plan_theme_item_new plan_theme_new
    plan_theme_remove plan_update_accept plan_update_aims plan_update_check plan_update_write_draft
    plan_update_evidence_add plan_update_evidence_change plan_update_evidence_order plan_update_evidence_remove
    plan_update_leave_out plan_update_new plan_update_return plan_update_submit plan_update_take_back_in
    plan_update_write recommendation_follow recovery_codes report_accept report_check report_check_draft
    report_contact_officers report_contact_officers_draft report_earlier report_evidence_add report_evidence_change
    report_evidence_order report_evidence_remove report_move report_open report_overview report_overview_draft
    report_posts report_publish report_recommendation report_recommendation_draft report_remind report_return
    report_submit report_withdraw response_agree response_back response_edit response_edit_draft response_item
    response_item_draft response_item_remove response_new response_publish response_send response_withdraw
    sso_connect sso_disconnect sso_login supplement_decline supplement_new supplement_publish view_correct
    view_record view_reopen view_undo views_agree writing_preview
    """.split()  # noqa: SIM905 - a list of names, to be read
)
# What no page has. The API, which answers for itself, has not even POST.
METHODS_OF_NO_PAGE = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
