"""What is done with numbers: closed, explained, divided by holder, forecast, checked."""
