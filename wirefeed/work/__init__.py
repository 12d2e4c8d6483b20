"""Who runs the work that needs limits: parse workers as processes of their own. It schedules nothing."""
