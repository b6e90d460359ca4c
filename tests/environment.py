"""Fixes the environment that settings read, so that no `.env` changes what the tests see.

Loaded by pytest (`-p tests.environment`) before Django's settings. Only where the databases and the
evidence store lie is left to whoever runs the tests.
"""

import os

os.environ.update(
    {
        "DEBUG": "1",
        "SECRET_KEY": "only-for-tests",
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "BEHIND_PROXY": "0",
        "COUNCIL_NAME": "Demo Council",
        "BRAND_COLOUR": "#00575e",
        "CLEAR_WORKING_DAYS": "5",
        "NOTICE_CLEAR_DAYS": "28",
        "CALL_IN_WORKING_DAYS": "5",
        "EMAIL_URL": "memorymail://",
        "CACHE_URL": "locmemcache://scrutiny-tests",
        "PAPERS_CACHE_URL": "locmemcache://papers-tests",
        "RENDER_PROCESSES": "2",
        "RENDER_SECONDS": "120",
        "RENDER_MEMORY_MB": "1024",
        "BREACHED_PASSWORDS": "0",
        "SECOND_STEP_FOR": "nobody",
        "SSO_ISSUER": "",
        "SSO_IS_SECOND_STEP": "0",
        "SESSION_IDLE_MINUTES": "60",
        "SESSION_HOURS": "10",
        "SITE_URL": "https://scrutiny.example.org",
        "AUDIT_MAIL_TO": "",
        "REMINDER_DAYS": "7,1",
        "TASK_BROKER": "database",
        "CLAMAV_SOCKET": "",
        "FILE_STORE": "",
        "PAGE_CACHE_SECONDS": "0",
        "PAGES_CACHE_URL": "locmemcache://pages-tests",
        "LOG_LEVEL": "WARNING",
    }
)
