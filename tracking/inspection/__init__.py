"""Looking into files that strangers made, in a process of its own with little memory and time.

A file of a few kilobytes can be made to unpack into gigabytes, or to bring down the library that reads it. It then
takes down that process, and not the service. Nothing here knows of Django.
"""
