"""Reading an email that was forwarded into the workspace: who wrote what when, and how to reach them."""
