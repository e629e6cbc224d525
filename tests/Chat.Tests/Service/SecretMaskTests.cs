using Nightshift.Chat.Service;

namespace Nightshift.Chat.Tests.Service;

public sealed class SecretMaskTests
{
    private readonly SecretMask _mask = new(["s3cr3t-of-wei", "s3cr3t", "", "abc", "s3cr3t"]);

    [Theory]
    [InlineData("/x --password hunter2 y", "/x --password *** y")]
    [InlineData("/x --password=hunter2", "/x --password=***")]
    [InlineData("/x --db-password  \"two words\" y", "/x --db-password  *** y")]
    [InlineData("/x --Api-Token='it is' y", "/x --Api-Token=*** y")]
    [InlineData("/x --client-secret a\\ b\\\"c y", "/x --client-secret *** y")]
    [InlineData("/x --token ab\"c d\"e y", "/x --token *** y")]
    [InlineData("/x --token \"never closed y", "/x --token ***")]
    [InlineData("/x —secret hunter2", "/x —secret ***")]
    [InlineData("/x --secret", "/x --secret")]
    [InlineData("/reject 7 s3cr3t-of-wei is leaked, so is s3cr3t", "/reject 7 *** is leaked, so is ***")]
    [InlineData("/x abc --version 0.9.3", "/x abc --version 0.9.3")]
    [InlineData("token of trust", "token of trust")]
    public void Mask_Secrets_AreTakenOut(string typed, string masked) => Assert.Equal(masked, _mask.Mask(typed));

    [Fact]
    public void Mask_LongNonsense_IsQuick() =>
        Assert.StartsWith("/x --token ***", _mask.Mask("/x " + string.Concat(Enumerable.Repeat("--token \\", 1_000))), StringComparison.Ordinal);
}
