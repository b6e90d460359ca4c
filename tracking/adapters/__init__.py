"""How django-allauth behaves here: an administrator makes users, nobody signs up."""
