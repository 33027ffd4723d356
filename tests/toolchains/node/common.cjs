const ivy = require("ivy-data-session");

import("./app/use.js").then(async ({ use }) => console.log(JSON.stringify(await use(ivy, `${process.env.SHOP}/api/ivy`))));
