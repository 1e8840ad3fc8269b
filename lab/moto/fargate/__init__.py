"""ECS tasks that really run: containers of the local Docker engine in the place of Fargate's.

Used where `TRIREME_TASKS_ENGINE` is set; docs/aws-testing.md says what runs and what is played.
"""
