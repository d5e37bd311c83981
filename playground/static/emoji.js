/** The shortcodes that messages of a business app use, and their characters. */

const TABLE = `
smile 😄|smiley 😃|grinning 😀|blush 😊|wink 😉|slightly_smiling_face 🙂|thinking_face 🤔|neutral_face 😐|confused 😕
worried 😟|cry 😢|sob 😭|joy 😂|sweat_smile 😅|heart_eyes 😍|sunglasses 😎|sleeping 😴|face_with_monocle 🧐
zipper_mouth_face 🤐|hugging_face 🤗|wave 👋|+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|ok_hand 👌|clap 👏|raised_hands 🙌
pray 🙏|handshake 🤝|muscle 💪|point_right 👉|point_left 👈|point_up ☝️|point_down 👇|raised_hand ✋|eyes 👀|brain 🧠
bust_in_silhouette 👤|busts_in_silhouette 👥|technologist 🧑‍💻|white_check_mark ✅|heavy_check_mark ✔️
ballot_box_with_check ☑️|x ❌|negative_squared_cross_mark ❎|no_entry ⛔|no_entry_sign 🚫|warning ⚠️|exclamation ❗
heavy_exclamation_mark ❗|question ❓|grey_question ❔|bangbang ‼️|information_source ℹ️|rotating_light 🚨
octagonal_sign 🛑|red_circle 🔴|large_orange_circle 🟠|orange_circle 🟠|large_yellow_circle 🟡|yellow_circle 🟡
large_green_circle 🟢|green_circle 🟢|large_blue_circle 🔵|blue_circle 🔵|large_purple_circle 🟣|white_circle ⚪
black_circle ⚫|large_green_square 🟩|large_yellow_square 🟨|large_orange_square 🟧|large_red_square 🟥
large_blue_square 🟦|white_large_square ⬜|black_large_square ⬛|small_blue_diamond 🔹|small_orange_diamond 🔸
large_blue_diamond 🔷|small_red_triangle 🔺|small_red_triangle_down 🔻|arrow_up ⬆️|arrow_down ⬇️|arrow_left ⬅️
arrow_right ➡️|arrow_upper_right ↗️|arrow_lower_right ↘️|arrow_forward ▶️|leftwards_arrow_with_hook ↩️
arrows_counterclockwise 🔄|arrows_clockwise 🔃|repeat 🔁|fast_forward ⏩|heavy_plus_sign ➕|heavy_minus_sign ➖
recycle ♻️|new 🆕|sos 🆘|hourglass ⌛|hourglass_flowing_sand ⏳|alarm_clock ⏰|watch ⌚|stopwatch ⏱️|clock9 🕘|clock3 🕒
calendar 📆|date 📅|spiral_calendar_pad 🗓️|bell 🔔|no_bell 🔕|mega 📣|loudspeaker 📢|speech_balloon 💬
thought_balloon 💭|telephone_receiver 📞|phone ☎️|telephone ☎️|iphone 📱|email 📧|e-mail 📧|envelope ✉️
incoming_envelope 📨|envelope_with_arrow 📩|mailbox 📫|inbox_tray 📥|outbox_tray 📤|package 📦|truck 🚚|memo 📝|pencil 📝
pencil2 ✏️|page_facing_up 📄|page_with_curl 📃|clipboard 📋|file_folder 📁|open_file_folder 📂|card_index 📇
card_index_dividers 🗂️|card_file_box 🗃️|file_cabinet 🗄️|bookmark 🔖|bookmark_tabs 📑|label 🏷️|paperclip 📎
pushpin 📌|round_pushpin 📍|books 📚|book 📖|ledger 📒|notebook 📓|newspaper 📰|wastebasket 🗑️|scissors ✂️
straight_ruler 📏|mag 🔍|mag_right 🔎|link 🔗|lock 🔒|unlock 🔓|closed_lock_with_key 🔐|key 🔑|old_key 🗝️|shield 🛡️
gear ⚙️|wrench 🔧|hammer_and_wrench 🛠️|hammer 🔨|electric_plug 🔌|moneybag 💰|money_with_wings 💸|dollar 💵|euro 💶
pound 💷|yen 💴|credit_card 💳|receipt 🧾|bank 🏦|scales ⚖️|chart 💹|bar_chart 📊|chart_with_upwards_trend 📈
chart_with_downwards_trend 📉|abacus 🧮|dart 🎯|trophy 🏆|medal 🏅|first_place_medal 🥇|second_place_medal 🥈
third_place_medal 🥉|star ⭐|star2 🌟|sparkles ✨|tada 🎉|confetti_ball 🎊|gift 🎁|rocket 🚀|fire 🔥|bulb 💡|zap ⚡|boom 💥
heart ❤️|broken_heart 💔|green_heart 💚|blue_heart 💙|100 💯|seedling 🌱|herb 🌿|deciduous_tree 🌳|sunny ☀️|cloud ☁️
snowflake ❄️|umbrella ☔|ocean 🌊|earth_africa 🌍|earth_americas 🌎|earth_asia 🌏|globe_with_meridians 🌐|world_map 🗺️
compass 🧭|house 🏠|office 🏢|factory 🏭|department_store 🏬|convenience_store 🏪|construction 🚧|car 🚗|bus 🚌|train 🚋
airplane ✈️|ship 🚢|bike 🚲|fuelpump ⛽|motorway 🛣️|checkered_flag 🏁|triangular_flag_on_post 🚩|white_flag 🏳️
flag-us 🇺🇸|flag-gb 🇬🇧|flag-cn 🇨🇳|cn 🇨🇳|us 🇺🇸|gb 🇬🇧|flag-de 🇩🇪|de 🇩🇪|flag-fr 🇫🇷|fr 🇫🇷|flag-es 🇪🇸|flag-it 🇮🇹
flag-jp 🇯🇵|jp 🇯🇵|flag-br 🇧🇷|flag-mx 🇲🇽|flag-in 🇮🇳|flag-eg 🇪🇬|flag-sa 🇸🇦|coffee ☕|tea 🍵|pizza 🍕|cake 🍰
robot_face 🤖|ghost 👻|see_no_evil 🙈|crown 👑|briefcase 💼|handbag 👜|door 🚪|chair 🪑|bed 🛏️|one 1️⃣|two 2️⃣|three 3️⃣
four 4️⃣|five 5️⃣|six 6️⃣|seven 7️⃣|eight 8️⃣|nine 9️⃣|keycap_ten 🔟|zero 0️⃣|hash #️⃣|zzz 💤|ok 🆗|up 🆙|cool 🆒
`;

const EMOJI = new Map(
  TABLE.trim()
    .split(/[\n|]/)
    .map((entry) => entry.split(" ")),
);

/** The character of a shortcode (without colons), or undefined. */
export function emoji(name) {
  return EMOJI.get(name.replace(/::skin-tone-\d$/, ""));
}

/** Plain text in which the known `:shortcodes:` have become characters. */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+-]+)(?:::?skin-tone-\d)?:/g, (whole, name) => emoji(name) ?? whole);
}
