from django.core.management import call_command


def test_the_diagrams_in_the_docs_are_those_of_the_tables() -> None:
    call_command("state_diagrams", "--check")
