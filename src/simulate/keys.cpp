// SPDX-License-Identifier: MIT

#include "simulate/keys.hpp"

#include <array>

namespace tixdb::simulate {
namespace {

// PUBLIC TEST KEYS. Made for simulations, published with the source: they protect nothing and never may.
// PKCS #8, DER, base64 (openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -outform DER | base64).
constexpr std::array<std::string_view, 4> kKeys = {
    // key 0
    "MIIEpAIBAAKCAQEAuXeNPm2Q3+HgwBbNYIAYyqzL4/WGR+xmvg3D90XgHPvCAYjt67YSVuO7czhG+qmckzF5+biPhskG2yETnWJL"
    "knwjvJhwq6F8pCjxHe7Vziqxtg5b6T+0Wly+JeCVJ1HBgYAjPlVPWI99I/LKUl6OAPXVzVMMuqtEiCVraGrW5UHEDfN1oKBg9rL4"
    "tHDsJh7dU3sB18HPdX2T+rAeRq42QsA1DCfZwMqe8Ia+25Szd0enkueF0m4bUFvaXmY+RBbENfoW55vUS/bTU9HmazYYSdJQ1Fwc"
    "gc1AXxUgkit/SPk7W4kgTu7sps+/FTQND9vhWg1TQYNcRBhlnbTuz3zTtQIDAQABAoIBAADAT+e9/pVlX/DvnxbQngL+n3e/jRqR"
    "nkBxDryk4WgaXHlzc1Hr+bS1M5NuioTF7Eqlw968550QaQ1LQ3TQSVNEQkQhdab9dWNVHnRUUmVUjMwmxDbGxClFD7T28ywXhwox"
    "1mmQe/2f6UHr2gAVXN4G8B+LSE9qrggrC8ajI8QeeP28bTnSvVDoN+0Xmy87CYer4PyZUZWi6hBbhm6mlrv2CMAiiVNFKxMDgW09"
    "niyn+XCOx7YdndvCST6zETdmwyZ3Q5IC2sbWyYjnSyL+7HLzOdJw//MEVBz4qdHfaLDpAVuGtR3F6+kuMSYsPNsnXcjEoY4ftvIC"
    "9E9jHff7/rECgYEA8Vt5p7iJi6OBhM+B4toLmF2gTg0qtmMIhPAO2yutK4XGaNR442n8tEQIQ1sN35db+Mepz07PxMjGVhOi3Y85"
    "c4zlYOBcei7Ysw+k+ZE6ep8GQG4hIfEEy//yA5/Bde4R/31g5zggaRLJRQN5LmMHavZjwdPnDgXzwoQ/vnhLeokCgYEAxLgK+2Hj"
    "ctDOa0Jy0nv3WWbYTLEbUXaj6gSHMluHdLRKPDMLQsIoE5mK5K6FmcUYewHck/ck2YIj96pfh5Cg5iCzxxleJD4ZDvPzwfqB4Vef"
    "NcHnko5PjPMuG0JItByr301AhE6ulJv8VNdJaUMDu0JzFvUH88MehIGuqcdxFM0CgYEAo8a105jGROoLfkqs0XmyOo71s2D95ctn"
    "wYWAHzsRBCJ/kyzyZybJYq1zifkkfd+gej1KPjE1jUvMQiaK8ps4me82yzkTp5lYVJE+Gldw/jogrOHOO9Dnt2ITIGBsj5Cfx+WV"
    "NvEAFSy5RMpplY9/Pha5dJJNDFf/o7PH6YCJfzkCgYEAtLhbJmvcV0tqhvEpqSLHrrMjvPjrnuA+X6u/REz/2QAUPs+p5a+Wv8LL"
    "7aBDDmwaPE8OhESE7ul2/3zefB0rI58haaRtbyA5RxpocmkfzpP/qJQ1mNbyUAvL7LDtN8IrR16iCap7Cf1vR8XsJC6zi+HU918t"
    "6gvzykmU21ZlFXUCgYAmv3xlFoLX9BpyLTIFv7kWY/MLtzfswphIYAwy+UN02Na4pxYgTGi89i9cmoqrDWuKeFqW1KmM5h5lOfeA"
    "whlotaIMzgaZmLvrT8QY6ZQL6epM0RRDf33fhIcYK4L2+RHPy+2dNaP54KCBqiO3JOJe3daRNcsZAbuyjlZ9pn7EeA==",
    // key 1
    "MIIEogIBAAKCAQEApJERxtJC1QPY3yvnDQTxRNINj01CQU1l8Qba8k0cQO4NeDYQ8MkfLbVeOiYnL9nuDmhGSd0sjDDyzMOtO5gw"
    "Tb4LfQjRIzyGKdlM1QD75DFB77Jrx1YwAqvbuQdaKno35uc/M70Eak1qqij0BCUpEHUXzFRwnmb+O4ixMxlPQGb6h7DvJLp6vdku"
    "OWjAEz/EacyBiWhGxgxJd4Ki8LFWiXVTefCULtzLptR6ulO9ILsFOZlMVP89+MpQ+vlQzBOzqYAs2eFXK5FogKbnLlrv0/Z2lQhy"
    "uO31ORQK95x/sqXymkOHU3hyu68K9pOuXqSNuD5g0EUEqfx8eQkBTd60FQIDAQABAoIBAB+GZNPkEoZw8rop1Fyjnj5zSMKzZ6ZP"
    "19/40reI+wkbMTxeixc9R/o/HLph9a7OfjKHWjOrKW3/sHt2XrikWliCN/wvVLT90quwo23IfviDUSDEWq44fgD9AB3tYSHzAMN8"
    "eBiGtJJSm0TWjIxAvCGZdMIhSOOnUjuAX4Ws6wgog0t2xFiduMebF/GZUN2rTyuqLCCXxb0tqBH17J2UayMqduLj9oRRRIE4is0+"
    "+8QkclEK9JcVLO1dBMXy0fd8EQuxj9FUR2AcMkfQtwV6yB9OkYjeSPV9KqZfqVNEMuJEp64tAjmZmJ/Fy0C8FiZsVIf/lXsOpUbY"
    "8tifLMBM2N8CgYEA1vqA0ae5djpDp0+kXyD2/f9wXbHo+fI2Vm0VAREcVxX3dYoNgcXZiFSdaGj0K0fCpFGi0mJW+pnY6L9x/yGa"
    "+YllwM0/+7gZfjrJHwB/cdp0Qpb+5P7DqyzAzFmc/n96K4TtRpt34jJTFy263+AwMyQZ8UBU7YqQesKEmsD0TZMCgYEAw/f+yGYN"
    "auQZBJmVgq8NH8pIZ9nS6s75fwXxPCHFVJziLgvjFYEB3A+WFVmqq3ydV+S5qtrqqAfdKozWD5pM/2tS4oDgwljGZxYpVZPEEiJw"
    "mT7f3hfW3c+3bAeVKXz/BTAYrHkpFlsVUSegw5g/6KrV1BudQUA6APedhmbfwLcCgYAV8r9iKFCcDHjJxSzP9YqiBglP15Ekq6D2"
    "k+54DGorTffUzUJxxGRgMdtcRJLhNFNf+WG5PwcIUNq/cIRP+vtajLeRxqLIrVQU+iV8f82DLz19avMdKBGMEWahtmh750Hu3YRo"
    "GAlWU7L+A9I3dykUn5PyeJHzKplznxZwwlBu9wKBgG+gjRXz48K2iXWwUpTtR8mK/TGCx30PRtlPNjmtdu0arE/UX5b5NGj4y+H/"
    "gJNMWYgedpBXQQFT8WxyauDaYO/BX6Y8CUtLLEC+Q+9GS5KU4ZS5VuX4qGETGAVGUHYgiFeZLQTZw0jDu2HN8+pWiFjtLv4yeKIZ"
    "hrDUW3uaj+wDAoGADkLaYraThRS7IizMCZG1MCsJzcDmIx4hL2eec1wFQ1plHE186mhj3JEsJpfxJ7vDW5L9PMi7IC6GFkHfBqYK"
    "fHXpGK528RvRn0ovASqL+P+55NImjfYzOgkjoCHjLWQOwkSDUHglczUQI+wESwx0AzkMfrPDuk0boBZoK75oXr4=",
    // key 2
    "MIIEowIBAAKCAQEAxIZUIJOs+JNNOT/chlPYMDXI+FMTAIx8frqYb+A4Sv7pCCrEnTZ7kaDHCmisdCMOx74VqRmFA9KwScDet+34"
    "HlFwKLIqro+4Zy7TiE+iCHwFVB/PTcNU+WpdcgMd3TS4r8z2VWwOHsgCY3A4ER95f5ROtPFhxmj1A6hPnzGMD7rLEv8lDD4C7Bd9"
    "l9+s7nAAi7iydu00PI+A6f/x7Fitm3ZZ2IWIbwkl/4PTCnD8a1pkcK+eYGJsP7ly2iQkJMxYMITHpNGTL8V4TMfq+I/cqo05ivJh"
    "/JEs/ebeBgYkFOOZneeKu6sVew6UqkOfSaOM5lG7EBeFfNqToAE7Sou1rQIDAQABAoIBABUEa//V5e7poJ3Jm3XO3Ap/3gqB++tt"
    "mteExiOvfjsLBZ9RekMj81V7in3YUZp+sKh3nDfARRjyZyxkEOLpHhrD895Dpkvn4+fpD/H+g4zWZ/gmChS+GfAt9L4U4OnqJwGU"
    "xm1pR8ij9EQahBcqCg41ArEtisWI2QHh9gNHmGaKurMG3882fvukqTRP8tJs0MmsOTWxnL4SL+KE0im67gZli1vs7YFvhYBoyWhr"
    "I+HQM4bwZPFyuOVkw7U1h4mMm3MlBn0ivJQZWEpIjeXydHXWmpvsfUFgTurvs7bDNjO+LKIqwwQPUm1oRdLh7S4FP4KHtKn2S++G"
    "ZqCR9flKE8MCgYEA51Z3dOJeQdHodBfamaDeEIxyaouCg+JzFLGPhEstSylVXn30XCkCePfyZCYlkO40nLB+Vsu6pPfybyeGvPpf"
    "G48qpOKWfcx9qiFQ1GIGDr/qKLH2wotQpGrXD+y5pqLoqegwrfmjV0zayaZVSBqFnn/1CWZBsO8bQp+cPX+w3oMCgYEA2XnD3p7g"
    "vUrfcqhR6FqUipEVUSISPS/fPpGF5gPk4Z8HMqLPT6c/282DQX7Wb77qHBtjD9Yrch+X+nCDerEVkenw5sKNIUCbyxdEKk/JuiIq"
    "UjC+XQBqulAjCUiI7Ce6jYRqPmcbOTnYuhelQ2U1Hh26y2CRH6/OnW6OywNW5A8CgYB3ZtetSpFf45nZId7AYJl9bSA5AdzReXXw"
    "fl0W6T5tht37MYOIddpC2acQLehBz9Dz9tyeq/Sf5SIKYRpYO9oO/WwDQrhuIbfSsfNoS1fZEREpBAHbE9EBq+to2sRPz9HKsH8/"
    "rJO0IYTjg6iM2LOSxXSR72eEjUVCs+MOkvOVRQKBgHn2keR90agXH21b/GOEuR1k9EGGDBiIini6gA9ZS7lEyHKbYAxZzbRlcyD+"
    "EyCkPwL4UPwGrmLYWRE4nGPogCJOwq2HmkJ1y2mAaNgZ2xYqJvXlJD1gCHroil2gcjmOpk7LXhIVHO1hBayHqkU7syhqn+GDDKBq"
    "pkMgR7CO9OH9AoGBAMeTY84tMKxMMuuqTd36garzaVCfjIdTfSRbie68lE3J+iYdRxyBXIdLzeX1sJbliptNzE5sVWm7KLFtjCYs"
    "zKnQFVpV1R51mKrPduwBQGzPm+5Hqb5uRyjUlPdkEYuvQs38xj0r6Ud36uMjpz4ZzjrDwAyr9yEA3fMUTSexKV0n",
    // key 3
    "MIIEpAIBAAKCAQEAvNl8CXOumaeblnZzesENl584PM9FmzKrO6EW1G8+aJ6OKN/wbhv8Kp1+30vaL/2wRlPpCNAWgT9Uuuhu3ZVZ"
    "ugIQRPdlW88rqh0R/LsVhEVY22qbrFG9e/PtyMgpY5pMrlbkyCCyYfRZ91vyR2jwfejlO0QZlVDgZirzhiXaybjegOV5YJ8ucQ8X"
    "mAe9ZbDSMh3+xBANrfJDF17fxCKOsxKHI+NDedlRBbY/EN0g/ribRn3UcYNyoPvAi4+ARKpFpp/Ypp0KqZQ34JKWW2H1fS657idP"
    "PwnI4bd+p2mScHY5a0Aq4yiQ43EWfS6k/0h5pami1+a6zdPow++FCjsn4wIDAQABAoIBAEMPV6Rjl9SoV++OEGO+ufzlZSryz1zV"
    "GUkLYvf8qMStyP1qyA3RkjHvy2WvocL46ueOVGn0uoka3BOjBftZVYtfwDc9QpjfcDnwKLr+FB3sIimIKc9/FzI05HMv4MKlwCUI"
    "ZiVKtw1hn7DezaHd+cg8M2pgPFVxar3c8qzoNFD839fnSR0UHxzbk0jUKXHZmvv+qRxfLNULk0zudVNFtVWVZpnfXeAcyuMUct/X"
    "t0w17/PX57CfVcJtecXfAKiIqazww0knEGSThcfgWyMof+KzAzCJ0P3bSNOOXTixiI5hjS4GegEnuchFY/kLoH9ZvvgwN0SiynNN"
    "p6FPR/6VWcECgYEA8t+2FOu8YyPJ/WT/VG8Q+6G0fEe+7l7t5XM+VblzQ+EmEUplnRq+iGcZPH9LebHinwW62Z3RMtADBL89E0JV"
    "rwfu6N31q5iujqIOfrqD8S4+6gVIqgS6jHAVyOnzIgbOLILQ5E8FakuhQmnomfMIjMCu3slQ0qd68rtlBwiY18UCgYEAxw5RcDNx"
    "OXhzIE+jzECZ44bjxwGjTbpJtUlJ9rTCu/SREUU6ga4aC/FuZB3RHOqnvPWb3iHae/2kNGnAF+phD3lZ5kIo5PdVT4gx3VT4CDu4"
    "ZMVwAlaZb9mo6ud0IyWx9J+0RP+oWsdXqHFw4i6LzV5BnTHDlx7HMj0XMbtC04cCgYEAgkUcFPycf1Ci9xdFHLS2F0IU3NRexNyG"
    "HZxCwxhFixMop/2Po0TFDcS+9IQSp6OSOlmIb1EG9Io+FD2/NKVP8CIBM0Zajz/F4RtrSu4f9y0m8b8Dyq3eoZU9GhbiIk4kKBvC"
    "j7MS5IDMbiMAcBK7c0OmiDjS8SqD984r0in6UUECgYEAgMp30LPIB1oyiu5cWZRWvUsSZzldErZ8aEpCC9iKwpeLoPP81djyy1Vr"
    "imVsXlxJKU50ifW3alADBVKC0jZ4lE186ClYUkThMrM5KC6IyLLzLGg+f5TOc/sNeudEUlVaXZ9TQO11XT7rLXYwhnd9RuQ8adu/"
    "5DAqzAuQzUGPDFMCgYBk8jFhL2+SLK0XOPbgw5fNQAGeR4a8AxGL58UUaMbKw06LneejC+UQEJyuytBdDGt8EwL5df18rDHHqpeb"
    "HTIXcYt/kuozLacFqj8IX5wYXdC9JcGh+jWyBXT8n2a8HMfCjvyyYcBnkfF+BSr0zkRtVzm5ITqQfra/wqygC03E1w==",
};

}  // namespace

std::span<const std::string_view> simulation_keys() {
    return kKeys;
}

}  // namespace tixdb::simulate
