//! The methods that are simulated, by their names in small letters.

use super::{
    again, album, answers, chats, edit, files, me, members, messages, polls, profile, react, remove,
};
use crate::telegram::params::Params;
use crate::telegram::refusal::Outcome;
use crate::telegram::scene::Room;

/// What answers a call at once.
pub type Method = fn(&mut Room<'_>, &Params) -> Outcome;

/// The method of that name, if it is simulated and does not wait for anything.
pub fn find(name: &str) -> Option<Method> {
    Some(match name {
        "getme" => me::get,
        "logout" => me::log_out,
        "close" => me::close,
        "sendmessage" => messages::send,
        "sendlocation" => messages::send_location,
        "sendvenue" => messages::send_venue,
        "sendcontact" => messages::send_contact,
        "senddice" => messages::send_dice,
        "sendchataction" => messages::send_chat_action,
        "sendphoto" => |room, params| files::send(room, params, "photo"),
        "senddocument" => |room, params| files::send(room, params, "document"),
        "sendaudio" => |room, params| files::send(room, params, "audio"),
        "sendvideo" => |room, params| files::send(room, params, "video"),
        "sendanimation" => |room, params| files::send(room, params, "animation"),
        "sendvoice" => |room, params| files::send(room, params, "voice"),
        "sendvideonote" => |room, params| files::send(room, params, "video_note"),
        "sendsticker" => |room, params| files::send(room, params, "sticker"),
        "sendmediagroup" => album::send,
        "sendpoll" => polls::send,
        "stoppoll" => polls::stop,
        "getfile" => files::get_file,
        "getuserprofilephotos" => files::profile_photos,
        "forwardmessage" => again::forward,
        "forwardmessages" => again::forward_several,
        "copymessage" => again::copy,
        "copymessages" => again::copy_several,
        "editmessagetext" => edit::text,
        "editmessagecaption" => edit::caption,
        "editmessagereplymarkup" => edit::markup,
        "editmessagemedia" => edit::media,
        "deletemessage" => remove::one,
        "deletemessages" => remove::several,
        "pinchatmessage" => remove::pin,
        "unpinchatmessage" => remove::unpin,
        "unpinallchatmessages" => remove::unpin_all,
        "setmessagereaction" => react::react,
        "answercallbackquery" => answers::callback,
        "answerinlinequery" => answers::inline,
        "getchat" => chats::get,
        "getchatmember" => chats::member,
        "getchatmembercount" => chats::count,
        "getchatadministrators" => chats::administrators,
        "leavechat" => chats::leave,
        "setchattitle" => chats::set_title,
        "setchatdescription" => chats::set_description,
        "createchatinvitelink" => |room, params| chats::invite_link(room, params, true),
        "exportchatinvitelink" => |room, params| chats::invite_link(room, params, false),
        "banchatmember" => members::ban,
        "unbanchatmember" => members::unban,
        "restrictchatmember" => members::restrict,
        "promotechatmember" => members::promote,
        "setchatpermissions" => members::set_permissions,
        "setmycommands" => profile::set_commands,
        "getmycommands" => profile::get_commands,
        "deletemycommands" => profile::delete_commands,
        "setmyname" => |room, params| profile::set_text(room, params, "name", 64),
        "setmydescription" => |room, params| profile::set_text(room, params, "description", 512),
        "setmyshortdescription" => {
            |room, params| profile::set_text(room, params, "short_description", 120)
        }
        "getmyname" => |room, params| profile::get_text(room, params, "name"),
        "getmydescription" => |room, params| profile::get_text(room, params, "description"),
        "getmyshortdescription" => {
            |room, params| profile::get_text(room, params, "short_description")
        }
        "setchatmenubutton" => profile::set_menu,
        "getchatmenubutton" => profile::get_menu,
        "setmydefaultadministratorrights" => profile::set_rights,
        "getmydefaultadministratorrights" => profile::get_rights,
        _ => return None,
    })
}
