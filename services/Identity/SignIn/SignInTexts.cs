using RebateFlow.ServiceDefaults;

namespace RebateFlow.Identity.SignIn;

/// <summary>The words of the sign-in page in one language.</summary>
public sealed record SignInTexts(
    string LanguageTag,
    string Title,
    string UserName,
    string Password,
    string Submit,
    string Refused,
    string Welcome
)
{
    public static readonly SignInTexts Chinese = new(
        LanguageTag: "zh-CN",
        Title: "登录出口退税预申报系统",
        UserName: "用户名",
        Password: "密码",
        Submit: "登录",
        Refused: "用户名或密码不正确；连续输错 5 次，账户将锁定 5 分钟。",
        Welcome: "您已登录，可以关闭本页面。"
    );

    public static readonly SignInTexts English = new(
        LanguageTag: "en",
        Title: "Sign in to RebateFlow",
        UserName: "User name",
        Password: "Password",
        Submit: "Sign in",
        Refused: "User name or password is wrong; five wrong tries lock an account for 5 minutes.",
        Welcome: "You are signed in and may close this page."
    );

    public static SignInTexts For(HttpContext http) => Language.IsChinese(http) ? Chinese : English;
}
