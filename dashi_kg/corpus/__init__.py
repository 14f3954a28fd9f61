"""How are thousands of reports read in parallel, resumed where it stopped, merged in order, summed up?"""
