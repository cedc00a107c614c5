// Adds one line to the page, so that a replay can show whether scripts ran.
const line = document.createElement("p");
line.id = "inserted";
line.textContent = "Delivered by script: this line is not in the page's source.";
document.getElementById("slot")?.append(line);
