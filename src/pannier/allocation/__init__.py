"""Who carries an order: the own fleet or which partner."""
