using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RebateFlow.Identity.Accounts;
using RebateFlow.Identity.SignIn;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace RebateFlow.Identity.Pages;

/// <summary>A person types name and password and goes back to where they were sent from.</summary>
public sealed class SignInModel(PasswordCheck passwords) : PageModel
{
    private const int LongestUserName = 64;
    private const int LongestPassword = 256;

    public SignInTexts Texts => SignInTexts.For(HttpContext);

    public string StyleNonce { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));

    /// <summary>A path of this site; any other address is dropped.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public string? UserName { get; private set; }

    public bool IsRefused { get; private set; }

    public bool IsDone { get; private set; }

    public void OnGet() => Prepare();

    public async Task<IActionResult> OnPostAsync(
        [FromForm] string? userName,
        [FromForm] string? password,
        CancellationToken cancel
    )
    {
        Prepare();
        UserName = userName;
        var account =
            userName is { Length: > 0 and <= LongestUserName }
            && password is { Length: > 0 and <= LongestPassword }
                ? await passwords.TryAsync(userName, password, cancel)
                : null;

        if (account is null)
        {
            IsRefused = true;
            return Page();
        }

        var identity = new ClaimsIdentity(
            [new Claim(Claims.Subject, account.Id.ToString())],
            CookieAuthenticationDefaults.AuthenticationScheme
        );
        await HttpContext.SignInAsync(new ClaimsPrincipal(identity));

        if (ReturnUrl is not null)
            return LocalRedirect(ReturnUrl);
        IsDone = true;
        return Page();
    }

    /// <summary>Nothing foreign is loaded, and no other site frames the page.</summary>
    private void Prepare()
    {
        if (!Url.IsLocalUrl(ReturnUrl))
            ReturnUrl = null;
        Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'nonce-{StyleNonce}'; base-uri 'none'; "
            + "frame-ancestors 'none'";
        Response.Headers.XContentTypeOptions = "nosniff";
        Response.Headers["Referrer-Policy"] = "no-referrer";
        Response.Headers.Vary = "Accept-Language";
    }
}
