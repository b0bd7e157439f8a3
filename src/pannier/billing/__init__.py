"""What every delivery costs: one price per delivery, in lines that explain themselves."""
