"""What runs in the printing process: templates of strangers are opened, filled and set here and nowhere else."""
